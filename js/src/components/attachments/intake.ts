/** Files in what is pasted or dropped. */
import { words } from "../../locales";
import { type Conversation, isOver } from "../../state/conversation";

/** Whether the composer takes files now. */
export function takesFiles({ options, thread, connection }: Conversation): boolean {
  if (!options.value.composer.attachments.enabled) return false;
  if (isOver(connection.value)) return false;
  return (thread.value?.status?.type ?? "active") === "active";
}

/** Whether files are being dragged; which ones is told only when they are dropped. */
export function hasFiles(data: DataTransfer | null): data is DataTransfer {
  return data?.types.includes("Files") === true;
}

/** The files that were dropped, and the names of folders among them, which browsers hand over as files. */
export function droppedFiles(data: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of data.items) {
    const file = item.kind === "file" ? item.getAsFile() : null;
    if (file === null) continue;
    if (item.webkitGetAsEntry?.()?.isDirectory) folders.push(file.name);
    else files.push(file);
  }
  return { files, folders };
}

/**
 * The files that were pasted; none where text was meant.
 *
 * Office programs put a picture of the text beside it, and file managers the names of the files.
 */
export function pastedFiles(data: DataTransfer, taken: readonly string[]): File[] {
  const files = [...data.files];
  const lines = data.getData("text/plain").split(/\r?\n/).filter(Boolean);
  const areNames = lines.every((line) =>
    files.some((file) => line === file.name || line.endsWith(`/${file.name}`)),
  );
  return areNames ? named(files, taken) : [];
}

/** Pictures from the clipboard are all called the same: they get a name that tells them apart. */
function named(files: readonly File[], taken: readonly string[]): File[] {
  const names = new Set(taken);
  return files.map((file) => {
    const ending = /^image(\.[a-z]+)$/.exec(file.name)?.[1];
    if (ending === undefined) return file;
    let name = `${words.pastedImage}${ending}`;
    for (let count = 2; names.has(name); count += 1) name = `${words.pastedImage} ${count}${ending}`;
    names.add(name);
    return new File([file], name, { type: file.type });
  });
}
