export { buildXml, type XmlContent } from './build.ts';
export { XmlError } from './errors.ts';
export { parseXml, type XmlElement } from './parse.ts';
export { child, childrenNamed, descendantsNamed, requiredText, textOrNull } from './read.ts';
