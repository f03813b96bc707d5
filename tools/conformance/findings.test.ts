import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { comparison, usedElements } from './elements.ts';
import { agreementLines } from './findings.ts';
import type { JudgedFile, JudgeMessage } from './judge.ts';

test('elements are told by resource type, extensions by their address, lists without indexes', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-elements-'));
  const write = (name: string, resource: unknown): string => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, JSON.stringify(resource));
    return file;
  };
  const official = write('official.json', {
    resourceType: 'Bundle',
    entry: [
      {
        resource: {
          resourceType: 'Patient',
          extension: [{ url: 'http://x/Number', valueString: '1' }],
          name: [{ given: ['a', 'b'] }],
        },
      },
    ],
  });
  const ours = write('ours.json', { resourceType: 'Patient', name: [{ given: ['c'], family: 'd' }] });
  const lines = comparison(usedElements([official]), usedElements([ours]));
  fs.rmSync(directory, { recursive: true, force: true });
  expect(lines.filter((line) => line.startsWith('###'))).toEqual([
    '### Patient: 1 of 3 elements of the official examples are in ours',
  ]);
  expect(lines).toContain('| `name.given` | ○ | ○ |');
  expect(lines).toContain('| `name.family` |  | ○ |');
  expect(lines).toContain('| `extension(Number).valueString` | ○ |  |');
});

test('agreement is about error or no error; a defect of the definitions is none', () => {
  const error = (message: string): JudgeMessage => ({ severity: 'error', location: null, id: null, message });
  const files: JudgedFile[] = [
    { file: 'both', messages: [error('wrong')] },
    { file: 'judge', messages: [error('wrong')] },
    { file: 'ours', messages: [] },
    { file: 'defect', messages: [error('Unknown code X')] },
  ];
  const byPackage = (_group: string, file: string) => (file === 'both' || file === 'ours' ? 1 : 0);
  const expected = { errors: [{ text: 'Unknown code X', example: '', why: '' }], warnings: [], heldBack: [] };
  expect(agreementLines([{ name: 'some', files }], byPackage, expected).at(-1)).toBe(
    '| some | 4 | 2 | 1 | 1 |',
  );
});
