/** What a file is, as its icon and a short word. */
import { type Texts, words } from "../../locales";

const ENDINGS = {
  "file-spreadsheet": "csv tsv xls xlsx ods parquet feather arrow",
  "file-code":
    "py ipynb js mjs ts tsx jsx json jsonl yaml yml toml xml html css sql sh r jl c h cpp rs go java",
  "file-image": "png jpg jpeg gif webp avif heic bmp tif tiff svg ico",
  "file-music": "mp3 wav ogg flac m4a aac opus",
  "file-play": "mp4 mov mkv webm avi",
  "file-archive": "zip gz tgz tar bz2 xz zst 7z rar whl",
  "file-text": "pdf doc docx odt rtf txt md log tex ppt pptx odp",
};

type FileKind = keyof Texts["fileKinds"];

const FAMILIES: ReadonlyMap<string, { icon: string; kind: FileKind }> = new Map([
  ["image", { icon: "file-image", kind: "image" }],
  ["audio", { icon: "file-music", kind: "audio" }],
  ["video", { icon: "file-play", kind: "video" }],
  ["text", { icon: "file-text", kind: "text" }],
]);

const ICON_OF = new Map(
  Object.entries(ENDINGS).flatMap(([icon, endings]) => endings.split(" ").map((ending) => [ending, icon])),
);

const ENDING = /\.([a-z0-9]{1,8})$/i;

export function kindOf(name: string, mimeType: string): { icon: string; word: string } {
  const ending = ENDING.exec(name)?.[1];
  const family = FAMILIES.get(mimeType.split("/")[0] ?? "");
  const icon = ICON_OF.get(ending?.toLowerCase() ?? "") ?? family?.icon ?? "file";
  return { icon, word: ending?.toUpperCase() ?? words.fileKinds[family?.kind ?? "file"] };
}
