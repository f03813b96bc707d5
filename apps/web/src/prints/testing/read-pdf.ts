import { createCanvas, type ImageData } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPage {
  widthPt: number;
  heightPt: number;
  /** every text of the page without spaces, in the order in which it is drawn */
  text: string;
  /** the part of the page that begins x, y mm from the left upper corner, or the whole page, drawn at 300 dpi */
  picture(x?: number, y?: number, width?: number, height?: number): ImageData;
}

const dpi = 300;

/** The pages of a PDF as a reader that is not ours sees them. */
export async function readPdf(pdf: Uint8Array): Promise<ReadPage[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  return Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const page = await document.getPage(index + 1);
      const [, , widthPt = 0, heightPt = 0] = page.view;
      const content = await page.getTextContent();
      const viewport = page.getViewport({ scale: dpi / 72 });
      const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
      await page.render({ canvas: canvas as never, viewport }).promise;
      const dots = (mm: number) => Math.round((mm / 25.4) * dpi);
      return {
        widthPt,
        heightPt,
        text: withoutSpaces(content.items.map((item) => ('str' in item ? item.str : '')).join('')),
        picture: (x = 0, y = 0, width = 0, height = 0) =>
          canvas
            .getContext('2d')
            .getImageData(
              dots(x),
              dots(y),
              width === 0 ? canvas.width : dots(width),
              height === 0 ? canvas.height : dots(height),
            ),
      };
    }),
  );
}

export function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '');
}

/** Dark dots of a picture. */
export function ink({ data }: ImageData): number {
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at]! < 128) dark += 1;
  return dark;
}
