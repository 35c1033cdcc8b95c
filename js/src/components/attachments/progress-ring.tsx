interface ProgressRingProps {
  label: string;
  /** From 0 to 1; nothing known yet at 0. */
  share: number;
}

/** A thin ring that closes as something goes on. */
export function ProgressRing({ label, share }: ProgressRingProps) {
  const percent = Math.round(share * 100);
  return (
    <svg
      class="ring"
      viewBox="0 0 24 24"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      data-waiting={percent === 0 || undefined}
    >
      <circle cx="12" cy="12" r="10" />
      <circle cx="12" cy="12" r="10" pathLength="100" stroke-dasharray={`${Math.max(percent, 14)} 100`} />
    </svg>
  );
}
