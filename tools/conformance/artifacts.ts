import fs from 'node:fs';
import path from 'node:path';
import { demoArtifacts } from './demo-artifacts.ts';
import { generatedArtifacts } from './generated-artifacts.ts';

/** Makes everything that is judged below `directory`, TYPE/NAME.json. `quick`: documents are begun for some of the patients only. */
export async function writeArtifacts(directory: string, quick: boolean): Promise<void> {
  for (const { type, name, bundle } of [...generatedArtifacts(), ...(await demoArtifacts(quick))]) {
    const folder = path.join(directory, type);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(bundle, null, 1));
  }
}
