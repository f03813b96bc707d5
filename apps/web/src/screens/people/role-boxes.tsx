import { type Role, roleMeanings, roleNames, roles } from '@shirube/core/identity';
import { Checkbox } from '@shirube/ui';

interface RoleBoxesProps {
  held: readonly Role[];
  error?: string | undefined;
  onChange: (held: Role[]) => void;
}

/** 役割, one or more, each with what it means. */
export function RoleBoxes({ held, error, onChange }: RoleBoxesProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-bold">
        役割<span className="ml-2 text-note font-bold text-danger">※必須</span>
      </legend>
      {error ? <p className="text-sub font-bold text-danger">{error}</p> : null}
      {roles.map((role) => (
        <Checkbox
          key={role}
          label={roleNames[role]}
          description={roleMeanings[role]}
          checked={held.includes(role)}
          onChange={(event) =>
            onChange(roles.filter((each) => (each === role ? event.target.checked : held.includes(each))))
          }
        />
      ))}
    </fieldset>
  );
}
