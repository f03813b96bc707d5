import { parseAst } from 'vitest/node';

/** One change of one expression or statement. */
export interface Mutant {
  id: number;
  file: string;
  line: number;
  /** what was changed: operator, boundary, condition, logic, negation, number, flag, call, return, statement */
  kind: string;
  original: string;
  changed: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const OPERATORS: Record<string, { to: string; kind: string }[]> = {
  '===': [{ to: '!==', kind: 'operator' }],
  '!==': [{ to: '===', kind: 'operator' }],
  '<': [
    { to: '<=', kind: 'boundary' },
    { to: '>=', kind: 'operator' },
  ],
  '<=': [
    { to: '<', kind: 'boundary' },
    { to: '>', kind: 'operator' },
  ],
  '>': [
    { to: '>=', kind: 'boundary' },
    { to: '<=', kind: 'operator' },
  ],
  '>=': [
    { to: '>', kind: 'boundary' },
    { to: '<', kind: 'operator' },
  ],
  '+': [{ to: '-', kind: 'operator' }],
  '-': [{ to: '+', kind: 'operator' }],
  '*': [{ to: '/', kind: 'operator' }],
  '/': [{ to: '*', kind: 'operator' }],
  '%': [{ to: '*', kind: 'operator' }],
};

/** Calls that are exchanged or left out. */
const CALLS: Record<string, string> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};
const LEFT_OUT = new Set(['filter', 'sort', 'trim', 'slice', 'toLowerCase', 'normalize']);

/**
 * The source with every mutant inside it, each behind a switch: `(__mutant === 7 ? changed : original)`. The number that is on is read
 * from the file named by SHIRUBE_MUTANT_FILE when the module is loaded; 0 is the source as it stands.
 *
 * @param firstId number of the first mutant
 */
export function instrument(file: string, code: string, firstId: number): { code: string; mutants: Mutant[] } {
  const mutants: Mutant[] = [];
  const program = parseAst(code, { lang: 'ts' }) as unknown as Node;
  const lineOf = (offset: number) => code.slice(0, offset).split('\n').length;
  const text = (node: Node) => code.slice(node.start, node.end);

  /** The node's text with the changes inside it. */
  const inner = (node: Node): string => {
    let out = '';
    let at = node.start;
    for (const child of childrenOf(node)) {
      out += code.slice(at, child.start) + emit(child);
      at = child.end;
    }
    return out + code.slice(at, node.end);
  };
  const note = (node: Node, kind: string, changed: string): number => {
    const id = firstId + mutants.length;
    mutants.push({
      id,
      file,
      line: lineOf(node.start),
      kind,
      original: short(text(node)),
      changed: short(changed),
    });
    return id;
  };
  const switched = (node: Node, changes: { kind: string; to: string }[]): string => {
    const ids = changes.map(({ kind, to }) => note(node, kind, to));
    const original = inner(node);
    return changes.reduce(
      (rest, { to }, at) => `(__mutant === ${ids[at]} ? (${to}) : ${rest})`,
      `(${original})`,
    );
  };

  const emit = (node: Node): string => {
    const changes = changesOf(node, text);
    if (changes.length > 0) return switched(node, changes);
    if (node.type === 'ReturnStatement' && isNode(node.argument)) {
      const id = note(node, 'return', 'return undefined');
      return `if (__mutant === ${id}) return undefined as never; ${inner(node)}`;
    }
    if (node.type === 'ContinueStatement') {
      const id = note(node, 'statement', '(nothing)');
      return `if (__mutant !== ${id}) continue;`;
    }
    if (node.type === 'ExpressionStatement' && !text(node).startsWith("'")) {
      const id = note(node, 'statement', '(nothing)');
      return `if (__mutant !== ${id}) { ${inner(node)} }`;
    }
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') return withCondition(node);
    return inner(node);
  };
  /** A statement below `if` without braces must stay one statement. */
  const withCondition = (node: Node): string => {
    const condition = node.test as Node;
    const ids = [note(condition, 'condition', 'true'), note(condition, 'condition', 'false')];
    const test = `(__mutant === ${ids[0]} ? true : __mutant === ${ids[1]} ? false : ${emit(condition)})`;
    const braced = (each: Node) =>
      node.type === 'IfStatement' && each.type !== 'BlockStatement' && each.type !== 'IfStatement'
        ? `{ ${emit(each)} }`
        : emit(each);
    const [yes, no] = [node.consequent as Node, node.alternate as Node | null];
    if (node.type === 'ConditionalExpression') return `(${test} ? ${braced(yes)} : ${braced(no!)})`;
    return `if ${test} ${braced(yes)}${no ? ` else ${braced(no)}` : ''}`;
  };

  const body = inner(program);
  const header = `import { readFileSync as __read } from 'node:fs'; const __mutant = Number(__read(process.env.SHIRUBE_MUTANT_FILE!, 'utf8'));\n`;
  return { code: `${header}${code.slice(0, program.start)}${body}${code.slice(program.end)}`, mutants };
}

function changesOf(node: Node, text: (node: Node) => string): { kind: string; to: string }[] {
  switch (node.type) {
    case 'BinaryExpression': {
      const [left, right] = [text(node.left as Node), text(node.right as Node)];
      return (OPERATORS[node.operator as string] ?? []).map(({ to, kind }) => ({
        kind,
        to: `(${left}) ${to} (${right})`,
      }));
    }
    case 'LogicalExpression': {
      const [left, right] = [text(node.left as Node), text(node.right as Node)];
      if (node.operator === '??') return [{ kind: 'logic', to: `(${right})` }];
      return [{ kind: 'logic', to: `(${left}) ${node.operator === '&&' ? '||' : '&&'} (${right})` }];
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [{ kind: 'negation', to: text(node.argument as Node) }] : [];
    case 'Literal':
      if (typeof node.value === 'number') return [{ kind: 'number', to: String(node.value + 1) }];
      return typeof node.value === 'boolean' ? [{ kind: 'flag', to: String(!node.value) }] : [];
    case 'CallExpression': {
      const callee = node.callee as Node;
      if (callee.type !== 'MemberExpression' || callee.computed || callee.optional) return [];
      const object = text(callee.object as Node);
      const name = text(callee.property as Node);
      const exchanged = CALLS[name];
      const rest = text(node).slice(text(callee).length);
      if (exchanged) return [{ kind: 'call', to: `${object}.${exchanged}${rest}` }];
      return LEFT_OUT.has(name) ? [{ kind: 'call', to: object }] : [];
    }
    case 'ArrowFunctionExpression':
      return [];
    default:
      return [];
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The parts of a node that are run, in the order of the text; types, names of properties and imports are none. */
function childrenOf(node: Node): Node[] {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return [];
  const skipped = new Set([
    'typeAnnotation',
    'returnType',
    'typeParameters',
    'typeArguments',
    'superTypeParameters',
  ]);
  if ((node.type === 'Property' || node.type === 'MemberExpression') && !node.computed)
    skipped.add(node.type === 'Property' ? 'key' : 'property');
  if (node.type === 'Property' && node.shorthand) return [];
  return Object.entries(node)
    .filter(([key]) => !skipped.has(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .filter((child) => !isType(child) && !(child.type === 'TemplateElement'))
    .sort((a, b) => a.start - b.start);
}

const RUN_TS = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);
const isType = (node: Node): boolean => node.type.startsWith('TS') && !RUN_TS.has(node.type);

const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 90);
