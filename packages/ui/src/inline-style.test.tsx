import fs from 'node:fs';
import path from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Gallery } from './gallery.tsx';

/** The content security policy refuses style attributes and inline scripts, so nothing of ours may write any. */
describe('markup without inline style and script', () => {
  // @proves V3.4.3
  it.each(['board', 'chart', 'controls', 'feedback', 'hard'] as const)(
    'holds for every component of sheet %s',
    (screen) => {
      const markup = renderToStaticMarkup(<Gallery screen={screen} />);
      expect(markup).toContain('class="');
      expect(markup.match(/<[^>]* style="[^>]*>/g)).toBeNull();
      expect(markup).not.toMatch(/<[^>]* on[a-z]+=|<script|<style|javascript:/);
    },
  );

  // @proves V1.2.1 V3.2.2
  it('holds for the sources of all screens: no style attribute, no raw HTML', () => {
    const root = path.join(import.meta.dirname, '../../..');
    const files = fs.globSync('{packages/ui/src,apps/web/{app,src}}/**/*.tsx', { cwd: root });
    expect(files.length).toBeGreaterThan(60);
    const found = files.filter((file) => {
      if (file.endsWith('.test.tsx')) return false;
      const source = fs.readFileSync(path.join(root, file), 'utf8');
      return /\sstyle=|dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write(ln)?\(/.test(
        source,
      );
    });
    expect(found).toEqual([]);
  });
});
