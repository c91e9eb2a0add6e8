// Searches a built example in Chromium, in each of its languages, served below /shop/ and from the disk: before the field is
// used nothing is requested, every query finds the page that it should and that the page is there, what is not there is said, an
// address with a query shows its results, the keyboard leads to them, and the page's policy allows it all.
// usage: node search.mjs DIR PLAYWRIGHT
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { base, launch, serve } from './browser.mjs';

const [dir, playwright] = process.argv.slice(2);
const { server, origin } = await serve(dir);

// Query → the page that is to be the first result, or, after a +, among them; null: nothing is found.
const queries = {
  'search/': {
    'kettle': 'products/kettle/', 'KETTLE': 'products/kettle/', 'ｋｅｔｔｌｅ': 'products/kettle/', 'kéttle': 'products/kettle/', 'kettl': 'products/kettle/',
    'kettlez': '+products/kettle/', 'green 80': '+guides/temperatures/', '۸۰ green': '+guides/temperatures/', 'xylophone': null, 'kettle xylophone': null, '…': undefined,
  },
  'fa/search/': {
    'کتری': 'fa/products/kettle/', 'كتري': 'fa/products/kettle/', 'کِتری': 'fa/products/kettle/', '۸۰ درجه': '+fa/guides/temperatures/', '80 درجه': '+fa/guides/temperatures/', '٨٠ درجه': '+fa/guides/temperatures/',
    'کتری\u200cها': '+fa/products/kettle/', 'کتریها': '+fa/products/kettle/', 'گزارش': '+fa/reports/2026-10/', 'ققنوس': null,
  },
  'ko/search/': {
    '케틀': 'ko/products/kettle/', '케틀랑': '+ko/products/kettle/', '케트': '+ko/products/kettle/', '80': '+ko/guides/temperatures/', '８０': '+ko/guides/temperatures/', '보고서': '+ko/reports/2026-10/', '봉황새': null,
  },
};

const faults = [];
const fault = (where, text) => faults.push(`${where}: ${text}`);
const browser = await launch(playwright);
let asked = 0;
for (const [rel, expected] of Object.entries(queries)) {
  for (const at of [`${origin}${base}${rel}`, pathToFileURL(path.resolve(dir, rel, 'index.html')).href]) {
    const where = (at.startsWith('file:') ? 'disk ' : '') + rel;
    const root = at.startsWith('file:') ? pathToFileURL(path.resolve(dir)).href + '/' : origin + base;
    const open = async (address) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      page.scripts = [];
      page.on('request', (r) => r.url().endsWith('.js') && page.scripts.push(r.url()));
      page.on('request', (r) => r.url().startsWith(root) || fault(where, `request elsewhere: ${r.url()}`));
      page.on('console', (m) => m.text().startsWith('policy:') && fault(where, m.text()));
      page.on('pageerror', (e) => fault(where, e.message));
      await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)));
      await page.goto(address);
      await page.waitForLoadState('networkidle');
      return page;
    };
    const results = (page) => page.$$eval('#hits a', (all) => all.map((a) => a.href));
    const page = await open(at);
    if (page.scripts.length) fault(where, `requests before the field is used: ${page.scripts}`);
    await page.focus('#q');
    await page.waitForFunction(() => document.head.querySelector('script[src]'));
    await page.waitForLoadState('networkidle');
    for (const [query, want] of Object.entries(expected)) {
      await page.fill('#q', query);
      const found = await results(page);
      const said = await page.textContent('#said');
      const ways = await page.isVisible('#ways');
      asked++;
      if (want === undefined) {
        if (said || found.length || !ways) fault(where, `${query}: no word, but ${said}`);
      } else if (want === null) {
        if (found.length || !said || !ways) fault(where, `${query}: finds ${found}, says ${said}`);
      } else {
        const target = root + want.replace('+', '');
        if (want[0] === '+' ? !found.includes(target) : found[0] !== target) fault(where, `${query}: ${target} is not found, but ${found.slice(0, 5)} (${said})`);
        if (!said || ways) fault(where, `${query}: says ${said}`);
      }
    }
    if (page.scripts.length !== 1) fault(where, `the index is loaded ${page.scripts.length} times`);
    for (const script of page.scripts) if (!script.startsWith(root + rel)) fault(where, `a script from ${script}`);
    await page.close();

    // A query in the address, the keyboard, and the page that it leads to.
    const [query, target] = Object.entries(expected).find(([, want]) => want && want[0] !== '+');
    const linked = await open(`${at}?q=${encodeURIComponent(query)}`);
    await linked.waitForSelector('#hits a');
    await linked.focus('#q');
    await linked.keyboard.press('Enter');
    await linked.keyboard.press('Enter');
    await linked.waitForURL((u) => u.href.startsWith(root + target)).catch(() => fault(where, `Enter leads to ${linked.url()}`));
    if (!(await linked.title())) fault(where, `${linked.url()} is no page`);
    await linked.close();
  }
}
await browser.close();
server.close();
for (const f of faults) console.log(`FAULT ${f}`);
console.log(`${asked} queries; ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
