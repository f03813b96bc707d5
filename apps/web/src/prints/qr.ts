import { html, type Markup } from './markup.ts';

/** The modules of a QR symbol, row by row; true is dark. */
export type Modules = readonly (readonly boolean[])[];

/**
 * Side of one module in millimetres: four dots of a 300 dpi printer, so that every module is printed alike.
 * assumed: not below the least size of the convention for symbols on paper prescriptions, whose text is not public.
 */
const dataModuleMm = 25.4 / 75;
/** The small symbol of the 引換番号: three dots, as it stands in the head of the form. */
export const smallModuleMm = 25.4 / 100;
/** JIS X 0510: four modules of white on each side. */
const quietModules = 4;

/** Side of a symbol with its white margin, in millimetres. */
export function symbolSizeMm(modules: Modules, moduleMm = dataModuleMm): number {
  return (modules.length + 2 * quietModules) * moduleMm;
}

/** A symbol as one path of dark rectangles, drawn without smoothing; `label` is its name for who listens. */
export function symbol(modules: Modules, label: string, moduleMm = dataModuleMm): Markup {
  const side = modules.length + 2 * quietModules;
  const size = `${symbolSizeMm(modules, moduleMm).toFixed(3)}mm`;
  let path = '';
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      path += `M${start + quietModules} ${y + quietModules}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  }
  return html`<svg class="symbol" role="img" aria-label="${label}" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></svg>`;
}
