// Serves a small site with cxgen and edits it while Chromium looks: what is edited appears, where the page is scrolled to, what is
// open and what is typed stay, styles are swapped in place, other pages are left alone, problems are shown over the page and go
// away, the window follows the edited page when it is asked to. No page is loaded anew where it need not be, no policy is hurt.
// usage: node serve.mjs CXGEN PLAYWRIGHT [FOLDER FOR PICTURES]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch } from './browser.mjs';

const [program, playwright, pictures] = process.argv.slice(2);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'cxgen-serve-'));
// write saves as editors do, at once: on a busy machine a half-written page would be seen, and what is typed in it be gone.
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
  fs.writeFileSync(path.join(dir, '.saving'), text);
  fs.renameSync(path.join(dir, '.saving'), path.join(dir, name));
};
const long = Array.from({ length: 60 }, (_, i) => `Paragraph ${i} of a page that is long enough to be scrolled.`).join('\n\n');
const page = (first, last = '') => `# Tea\n\n${first}\n\n::: faq\n:::: question {title="Where from?"}\nFrom the hills.\n::::\n:::: question {title="How warm?"}\nEighty degrees.\n::::\n:::\n\n::: form {title="Write to us" href="mailto:shop@tea.example" name="Your name" text="What is it about?"}\n:::\n\n${long}\n\n${last}\n`;
write('site.toml', 'title = "Tea"\nbase_url = "https://tea.example/shop/"\n[languages.fa]\ntitle = "چای"\n');
write('content/_index.md', '# Welcome\n\nHome.\n');
write('content/tea.md', page('The first words.'));
write('content/other.md', '# Other\n\nUntouched.\n');
write('content/fa/_index.md', '# خوش آمدید\n');

const faults = [];
let checks = 0;
const fault = (text) => faults.push(text);
const holds = (what, yes) => { checks++; if (!yes) fault(what); };

let said = '';
const started = [];
// serve starts the program, which tells its address.
const serve = async (...flags) => {
  const one = spawn(program, ['serve', '--port', '0', ...flags]);
  one.said = '';
  for (const out of [one.stdout, one.stderr]) out.on('data', (text) => { one.said += text; said += text; });
  started.push(one);
  one.root = (await until('the address', () => one.said.match(/http:\/\/localhost:\d+\/\S*/)))[0];
  return one;
};
const until = async (what, is) => {
  for (let i = 0; i < 2000; i++) {
    const got = await is();
    if (got) return got;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`${what} does not come; cxgen said:\n${said}`);
};

const browser = await launch(playwright);
try {
  const serving = await serve('--source', dir);
  const root = serving.root;
  holds(`the address has the path of base_url: ${root}`, root.endsWith('/shop/'));
  const open = async (at, width = 1280) => {
    const tab = await browser.newPage({ viewport: { width, height: 800 } });
    tab.loads = 0;
    tab.on('load', () => tab.loads++);
    tab.on('pageerror', (e) => fault(`${at}: ${e.message}`));
    tab.on('console', (m) => m.text().startsWith('policy:') && fault(`${at}: ${m.text()}`));
    await tab.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample} ${e.sourceFile} ${e.lineNumber}`)));
    await tab.goto(root + at);
    await tab.evaluate(() => { window.mine = true; }); // gone when the page is loaded anew
    return tab;
  };
  const sees = (tab, text) => until(`"${text}" on ${tab.url()}`, () => tab.evaluate((t) => document.body.innerText.includes(t), text).catch(() => false));
  const same = async (tab, what) => holds(`${what}: loaded anew`, await tab.evaluate(() => window.mine === true));

  // A paragraph, while the reader is in the middle of the page.
  const tea = await open('tea/');
  const other = await open('other/');
  const state = () => tea.evaluate(() => ({
    y: scrollY, open: [...document.querySelectorAll('details')].map((d) => d.open), typed: [...document.querySelectorAll('input,textarea')].map((f) => f.value), focus: document.activeElement.name ?? '',
  }));
  await tea.evaluate(() => {
    document.querySelectorAll('details')[1].open = true;
    scrollTo(0, 900);
  });
  const field = await tea.$('main input:not([type=hidden]), main textarea');
  if (field) {
    await field.evaluate((f) => { f.focus({ preventScroll: true }); f.value = 'typed'; });
  } else fault('the page has no field to type into');
  await tea.evaluate(() => scrollTo(0, 900));
  const before = await state();
  holds('there is something to keep', before.y === 900 && before.open[1] && before.typed.includes('typed'));
  write('content/tea.md', page('The second words.'));
  await sees(tea, 'The second words.');
  await same(tea, 'a paragraph');
  holds(`a paragraph: ${JSON.stringify(await state())} is not ${JSON.stringify(before)}`, JSON.stringify(await state()) === JSON.stringify(before));
  write('content/tea.md', page('The third words.\n\nOne more paragraph.', 'The end.'));
  await sees(tea, 'The end.');
  holds('a paragraph more: what was typed and opened stays', JSON.stringify({ ...(await state()), y: 0 }) === JSON.stringify({ ...before, y: 0 }));
  await same(tea, 'a paragraph more');
  holds('a page that was not touched is left alone', other.loads === 1 && (await other.evaluate(() => document.adoptedStyleSheets.length)) === 0);
  await same(other, 'another page');

  // A style is swapped, and swapped again.
  const colour = () => tea.evaluate(() => getComputedStyle(document.querySelector('h1')).color);
  for (const [written, shown] of [['#010203', 'rgb(1, 2, 3)'], ['#040506', 'rgb(4, 5, 6)']]) {
    write('themes/default/components/prose.css', `h1{color:${written}}`);
    write('themes/default/styles/page.css', `h1{color:${written}}`);
    await until(`the colour ${written}`, async () => (await colour()) === shown);
  }
  await same(tea, 'a style');
  holds('a style: the place stays', (await state()).typed.includes('typed') && (await state()).open[1]);
  fs.rmSync(path.join(dir, 'themes'), { recursive: true });
  await until('the old colour', async () => (await colour()) !== 'rgb(4, 5, 6)');

  // A script cannot be taken back: the page is loaded anew, and the reader's place is taken up.
  const layout = fs.readFileSync(new URL('../themes/default/layouts/parts/foot.html', import.meta.url), 'utf8');
  await tea.evaluate(() => scrollTo(0, 700));
  await until('a settled page', async () => (await state()).y === 700);
  write('themes/default/layouts/parts/foot.html', layout.replace('{{define "foot"', '{{define "foot"').replace('</body>', '<script>document.documentElement.dataset.mark="new"</script></body>'));
  await until('the new script', () => tea.evaluate(() => document.documentElement.dataset.mark === 'new').catch(() => false));
  const after = await until('the place', async () => { const s = await state().catch(() => null); return s && s.y === 700 && s; });
  holds('a script: what was typed and opened stays', after.open[1] && after.typed.includes('typed'));
  fs.rmSync(path.join(dir, 'themes'), { recursive: true });
  await until('the old scripts', () => tea.evaluate(() => !document.documentElement.dataset.mark).catch(() => false));
  for (const tab of [tea, other]) await tab.evaluate(() => { window.mine = true; });

  // A mistake, over the last good page.
  const dialog = (tab) => tab.locator('cxgen-problems [role=dialog]');
  for (const tab of [tea, other]) holds('no problem is shown yet', (await dialog(tab).count()) === 0);
  write('content/tea.md', page('The fourth words: {{nps latest}}.') + '\n```chart\nmetrik = "nps"\n```\n');
  await dialog(tea).waitFor();
  await dialog(other).waitFor();
  const text = await dialog(tea).innerText();
  holds(`the problem tells place, line, mark and remedy: ${text}`, text.includes('content/tea.md:3:') && text.includes('The fourth words') && /did you mean|write|define/i.test(text) && (await dialog(tea).locator('mark').count()) > 0);
  const link = await dialog(tea).locator('a.where').first().getAttribute('href');
  holds(`a click opens the editor: ${link}`, link.startsWith('vscode://file' + encodeURI(path.join(dir, 'content/tea.md')) + ':3:'));
  holds('the last good page stays beneath', await tea.evaluate(() => document.body.innerText.includes('The third words.')));
  holds('the terminal tells it too', said.includes('content/tea.md:3:'));
  await same(tea, 'a problem');
  if (pictures) {
    for (const scheme of ['light', 'dark']) {
      for (const width of [360, 1280]) {
        await tea.emulateMedia({ colorScheme: scheme });
        await tea.setViewportSize({ width, height: 800 });
        await tea.screenshot({ path: path.join(pictures, `overlay-${scheme}-${width}.png`) });
      }
    }
    await tea.emulateMedia({ colorScheme: 'light' });
  }
  await tea.setViewportSize({ width: 360, height: 800 });
  const box = await dialog(tea).boundingBox();
  holds(`the problem fits a phone: ${JSON.stringify(box)}`, box.x >= 0 && box.x + box.width <= 360 && box.y > 100 && (await tea.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await tea.setViewportSize({ width: 1280, height: 800 });
  await tea.evaluate(() => document.activeElement.blur());
  await tea.keyboard.press('Escape');
  holds('Escape hides it', !(await dialog(tea).isVisible()));
  const pill = tea.locator('cxgen-problems button.pill');
  holds('a button remains', (await pill.innerText()).includes('error'));
  await pill.press('Enter');
  holds('the button shows it again', await dialog(tea).isVisible());
  holds('it takes the focus', await tea.evaluate(() => document.activeElement.shadowRoot?.activeElement?.getAttribute('role') === 'dialog'));
  write('content/tea.md', page('The fifth words.'));
  await sees(tea, 'The fifth words.');
  for (const tab of [tea, other]) await dialog(tab).waitFor({ state: 'detached' });
  await same(tea, 'a problem mended');
  await same(other, 'a problem mended elsewhere');

  // A warning stands aside; in a page from right to left it is told from left to right.
  const fa = await open('fa/');
  write('content/fa/_index.md', '# خوش آمدید\n\n[این](nowhere.md)\n');
  const aside = fa.locator('cxgen-problems button.pill');
  await aside.waitFor();
  holds('a warning does not cover the page', !(await dialog(fa).isVisible()));
  await aside.click();
  holds('it is written from left to right', await dialog(fa).evaluate((d) => getComputedStyle(d).direction === 'ltr' && getComputedStyle(d).textAlign === 'left'));
  if (pictures) {
    await fa.screenshot({ path: path.join(pictures, 'overlay-fa-1280.png') });
    await fa.setViewportSize({ width: 360, height: 800 });
    await fa.screenshot({ path: path.join(pictures, 'overlay-fa-360.png') });
  }
  write('content/fa/_index.md', '# خوش آمدید\n');
  await aside.waitFor({ state: 'detached' });
  await fa.close();

  // A page that is not there yet, is there, and is gone.
  const later = await open('later/');
  holds('there is no such page', (await later.textContent('body')).length > 0);
  write('content/later.md', '# Later\n\nNow it is there.\n');
  await sees(later, 'Now it is there.');
  fs.rmSync(path.join(dir, 'content/later.md'));
  await until('the page for what is not there', () => later.evaluate(() => !document.body.innerText.includes('Now it is there.')).catch(() => false));
  await later.close();

  // A picture is drawn anew under its old address.
  const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="50" viewBox="0 0 ${width} 50"><rect width="${width}" height="50"/></svg>`;
  write('content/leaf.svg', picture(40));
  write('content/other.md', '# Other\n\n![A leaf](leaf.svg)\n');
  await until('the picture', () => other.evaluate(() => document.querySelector('main img')?.naturalWidth === 40));
  write('content/leaf.svg', picture(60));
  await until('the new picture', () => other.evaluate(() => document.querySelector('main img')?.naturalWidth === 60).catch(() => false));

  // A window follows the page that is edited, where it is asked to.
  const leading = await serve('--source', dir, '--navigate');
  const led = await browser.newPage();
  await led.goto(leading.root + 'tea/');
  await until('a connection', () => led.evaluate(() => performance.getEntriesByName(location.origin + '/.cxgen/live.js').length > 0));
  await new Promise((done) => setTimeout(done, 500));
  write('content/other.md', '# Other\n\nTouched.\n');
  await led.waitForURL(leading.root + 'other/');
  await sees(led, 'Touched.');
  await sees(other, 'Touched.');
  holds('a window that was not asked to does not follow', tea.url() === root + 'tea/');

  // The folder of the pages goes, and comes back; so does site.toml.
  for (const name of ['content', 'site.toml']) {
    fs.renameSync(path.join(dir, name), path.join(dir, '..', path.basename(dir) + '.away'));
    await dialog(other).waitFor();
    fs.renameSync(path.join(dir, '..', path.basename(dir) + '.away'), path.join(dir, name));
    await dialog(other).waitFor({ state: 'detached' });
  }
  holds('the server lives', serving.exitCode === null);

  // Nothing good yet: a page of its own, which becomes the site.
  const broken = fs.mkdtempSync(path.join(os.tmpdir(), 'cxgen-broken-'));
  fs.mkdirSync(path.join(broken, 'content'));
  fs.writeFileSync(path.join(broken, 'site.toml'), 'titel = "Tea"\n');
  fs.writeFileSync(path.join(broken, 'content/_index.md'), '# Welcome\n');
  const second = await serve('--source', broken, '--editor', 'zed');
  const tab = await browser.newPage();
  await tab.goto(second.root);
  await dialog(tab).waitFor();
  holds('the problem stands on an empty page', (await dialog(tab).innerText()).includes('titel') && (await tab.evaluate(() => document.body.innerText)) === '');
  holds('the editor is the one that was named', (await dialog(tab).locator('a.where').first().getAttribute('href')).startsWith('zed://file/'));
  fs.writeFileSync(path.join(broken, 'site.toml'), 'title = "Tea"\n');
  await sees(tab, 'Welcome');
  await dialog(tab).waitFor({ state: 'detached' });
  for (const p of started) {
    p.kill('SIGINT');
    await until('the end', () => p.exitCode !== null);
    holds(`Ctrl+C ends it: ${p.exitCode}`, p.exitCode === 0);
  }
  fs.rmSync(broken, { recursive: true });
} catch (e) {
  fault(e.stack);
} finally {
  await browser.close();
  for (const p of started) p.kill();
  fs.rmSync(dir, { recursive: true, force: true });
}
if (faults.length) console.log(said);
for (const f of faults) console.log(`FAULT ${f}`);
console.log(`${checks} things checked; ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
