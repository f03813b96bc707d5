import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { repositoryRoot } from './paths.ts';

/**
 * Prisma's own schema engine, compiled to WASM, over the pg driver adapter: migrations need no downloaded
 * binary (docs/decisions/0004-migrations-without-downloads.md).
 */
interface SchemaEngine {
  diff(input: unknown): Promise<{ stdout: string }>;
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
}

interface EngineBindings {
  __wbg_set_wasm(exports: unknown): void;
  SchemaEngine: { new: (options: unknown, log: () => void, adapter: unknown) => Promise<SchemaEngine> };
}

interface SchemaFile {
  path: string;
  content: string;
}

/**
 * The adapter's own executeScript splits a script at every semicolon, which tears function bodies apart. Sent whole,
 * PostgreSQL parses it itself and runs it as one transaction: a migration is applied entirely or not at all.
 */
class WholeScriptAdapter extends PrismaPg {
  readonly #opened: { dispose(): Promise<void> }[] = [];

  override async connect() {
    const adapter = await super.connect();
    this.#opened.push(adapter);
    const { client } = adapter as unknown as { client: { query(script: string): Promise<unknown> } };
    adapter.executeScript = async (script: string) => {
      await client.query(script);
    };
    return adapter;
  }

  /** The engine itself keeps its connections until the process ends. */
  async close() {
    for (const adapter of this.#opened) await adapter.dispose();
  }
}

const filters = { externalTables: [], externalEnums: [] };
let started = false;

/** WebAssembly is a global of Node; the compiler's Node typings do not describe it. */
interface WasmRuntime {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { __wbindgen_start(): void } };
}

function loadBindings(): EngineBindings {
  const engine = bindings as unknown as EngineBindings;
  if (!started) {
    const require = createRequire(import.meta.url);
    const file = require
      .resolve('@prisma/schema-engine-wasm')
      .replace('schema_engine.js', 'schema_engine_bg.wasm');
    const runtime = (globalThis as unknown as { WebAssembly: WasmRuntime }).WebAssembly;
    const instance = new runtime.Instance(new runtime.Module(fs.readFileSync(file)), {
      './schema_engine_bg.js': bindings,
    });
    engine.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    started = true;
  }
  return engine;
}

export function readSchemaFiles(directory = path.join(repositoryRoot, 'prisma/schema')): SchemaFile[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({
      path: path.join(directory, name),
      content: fs.readFileSync(path.join(directory, name), 'utf8'),
    }));
}

async function withEngine<T>(
  connectionString: string,
  schema: SchemaFile[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const factory = new WholeScriptAdapter({ connectionString });
  try {
    const engine = await loadBindings().SchemaEngine.new(
      { datamodels: schema.map((file) => [file.path, file.content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    return await work(engine);
  } finally {
    await factory.close();
  }
}

/** SQL that turns the schema `from` (empty when null) into `to`. Needs any reachable PostgreSQL for its dialect. */
export async function diffSchemas(
  connectionString: string,
  from: SchemaFile[] | null,
  to: SchemaFile[],
): Promise<string> {
  return withEngine(connectionString, to, async (engine) => {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: from },
      to: { tag: 'schemaDatamodel', files: to },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters,
    });
    return stdout;
  });
}

/** Applies what is missing of prisma/migrations, in order. Returns the names applied now. */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  const baseDir = path.join(repositoryRoot, 'prisma/migrations');
  const names = fs
    .readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return withEngine(connectionString, readSchemaFiles(), async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: names.map((name) => ({
          path: name,
          migrationFile: {
            path: 'migration.sql',
            content: { tag: 'ok', value: fs.readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8') },
          },
        })),
      },
      filters,
    });
    return appliedMigrationNames;
  });
}
