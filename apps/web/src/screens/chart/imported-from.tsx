/** Where a record of ours was taken over from; nothing for what was written here. */
export function ImportedFrom({ facilityName }: { facilityName: string | null }) {
  return facilityName === null ? null : (
    <span className="block text-sub font-normal text-ink-2">{`${facilityName}の紹介状から`}</span>
  );
}
