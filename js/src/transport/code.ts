/** Runs code that came over the line. */

/** Runs a module and returns what it exports. Its address is gone again when it is there, or has failed. */
export async function importBlob(js: BufferSource): Promise<unknown> {
  const url = URL.createObjectURL(new Blob([js], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
