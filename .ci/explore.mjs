// Opens every chart of a built site in Chromium, served below /shop/ and from the disk: before the click nothing is requested
// for it, it opens, its series and three of their values are those of the figure's table, and the page's policy allows it all.
// usage: node explore.mjs DIR PLAYWRIGHT
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { base, launch, serve } from './browser.mjs';

const [dir, playwright] = process.argv.slice(2);
const { server, origin } = await serve(dir);

const faults = [];
const forms = {};
const fault = (where, text) => faults.push(`${where}: ${text}`);
const plain = (cell) => cell.replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6f0).replace(/٫/g, '.').replace(/−/g, '-').replace(/[^\d.-]/g, '');
const number = (cell) => Number(plain(cell));
const places = (cell) => (plain(cell).match(/\.(\d+)/)?.[1] ?? '').length;

const browser = await launch(playwright);
for (const rel of fs.readdirSync(dir, { recursive: true }).filter((f) => f.endsWith('index.html')).sort()) {
  if (!fs.readFileSync(path.join(dir, rel), 'utf8').includes('data-chart')) continue;
  for (const at of [`${origin}${base}${rel.replace(/index\.html$/, '')}`, pathToFileURL(path.resolve(dir, rel)).href]) {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const where = (at.startsWith('file:') ? 'disk ' : '') + rel;
    const requests = [];
    page.on('request', (r) => requests.push(r.url()));
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && fault(where, m.text()));
    page.on('pageerror', (e) => fault(where, e.message));
    await page.addInitScript(() => {
      let explore;
      Object.defineProperty(window, 'cxgenExplore', { get: () => explore, set: (f) => { explore = (...given) => (window.opened = f(...given)); } });
      document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));
    });
    await page.goto(at);
    await page.waitForLoadState('networkidle');
    const early = requests.filter((r) => r.endsWith('.js'));
    if (early.length) fault(where, `requests before the click: ${early}`);
    for (const figure of await page.$$('figure[data-chart]')) {
      const id = await figure.getAttribute('id');
      const form = await figure.getAttribute('data-chart');
      await page.evaluate(() => { window.opened = undefined; });
      await (await figure.$('[data-explore]')).click();
      const opened = await page.waitForFunction(() => window.opened?.getOption().series.length, null, { timeout: 10000 }).catch(() => null);
      if (!opened) { fault(where, `${id} does not open`); continue; }
      // Cells are [column, row, value] and spans [from, to, row, value]; other custom series are bands and intervals.
      const series = await page.evaluate((kind) => window.opened.getOption().series.filter((s) => s.type !== 'custom' || kind)
        .map((s) => ({ name: s.name, values: s.data.map((d) => (kind === 'cell' ? d[2] : kind === 'span' ? d.value[3] : d === null || typeof d !== 'object' ? d : Array.isArray(d.value) ? d.value[0] : d.value)) })),
      { heatmap: 'cell', grid: 'cell', flow: 'cell', waterfall: 'span' }[form]);
      const table = await figure.evaluate((f) => ({
        head: [...f.querySelectorAll('thead th')].map((c) => c.textContent.trim()),
        rows: [...f.querySelectorAll('tbody tr')].map((r) => [...r.children].map((c) => c.textContent.trim())),
      }));
      let equal = 0;
      for (const s of series) {
        const column = table.head.indexOf(s.name);
        if (column < 1) continue;
        const shown = s.values.map((v, i) => [v, table.rows[i]?.[column] ?? '']).filter(([v]) => typeof v === 'number');
        for (const [v, cell] of [shown[0], shown[shown.length >> 1], shown.at(-1)].filter(Boolean)) {
          if (Math.abs(v - number(cell.split(' · ')[0])) > 0.5 * 10 ** -places(cell.split(' · ')[0]) + 1e-9) fault(where, `${id}: ${s.name} is ${v}, the table says ${cell}`);
          else equal++;
        }
      }
      if (equal < 3) fault(where, `${id}: only ${equal} values are those of the table (series ${series.map((s) => s.name)}; columns ${table.head})`);
      forms[form] = (forms[form] ?? 0) + 1;
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('dialog'));
    }
    await page.close();
  }
}
await browser.close();
server.close();
for (const form of ['trend', 'mix', 'distribution', 'dots', 'funnel', 'bars', 'heatmap', 'curves', 'journey', 'dumbbell', 'quadrant', 'waterfall', 'histogram', 'quartiles', 'grid', 'flow', 'survival']) if (!forms[form]) fault('site', `no chart of the form ${form} was opened`);
for (const f of faults) console.log(`FAULT ${f}`);
console.log(`${Object.entries(forms).map(([form, n]) => `${form} ${n}`).join(', ')} opened; ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
