/** Characters that fit beside an icon, and how many of them stay at the end so that the ending does. */
const MOST = 25;
const TAIL = 9;

/** A name on one line; a long one loses its middle. */
export function FileName({ name }: { name: string }) {
  return (
    <span class="file-name" title={name} dir="auto">
      {shortened(name)}
    </span>
  );
}

function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= MOST) return name;
  const [head, tail] = [letters.slice(0, MOST - TAIL - 1), letters.slice(-TAIL)];
  return `${head.join("").trimEnd()}…${tail.join("").trimStart()}`;
}
