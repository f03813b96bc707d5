import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv.ts';

export interface Institution {
  institutionCode: string;
  name: string;
  address: string;
  phone: string;
  departments: string[];
  /** whether letters can be sent to it through the sharing service */
  connected: boolean;
}

/** Institutions of the directory that have not joined the sharing service: a dental clinic, a small one and one far away. */
const NOT_CONNECTED: readonly string[] = ['1339900019', '1319900146', '0119900017'];

/** 医療機関の名簿 as the service holds it: the same list as the clinics' own, and which of them are connected. */
export class InstitutionDirectory {
  readonly institutions: readonly Institution[];

  constructor(institutions: readonly Institution[]) {
    this.institutions = institutions;
  }

  /** Reads facilities.csv. Throws when the file or a needed column is missing. */
  static fromMasters(directory: string): InstitutionDirectory {
    const rows = readCsv(readFileSync(join(directory, 'facilities.csv'), 'utf8'));
    return new InstitutionDirectory(
      rows.map(({ institution_code: institutionCode, name, address, phone, departments }) => {
        if (!institutionCode || !name) throw new Error('facilities.csv lacks institution_code or name');
        return {
          institutionCode,
          name,
          address: address ?? '',
          phone: phone ?? '',
          departments: (departments ?? '').split(' ').filter((department) => department !== ''),
          connected: !NOT_CONNECTED.includes(institutionCode),
        };
      }),
    );
  }

  byCode(institutionCode: string): Institution | undefined {
    return this.institutions.find((institution) => institution.institutionCode === institutionCode);
  }
}
