// Makes ../assets/explore.js, explore.LICENSE.txt and loader.js.
//
//   node themes/default/explore/build.mjs
//
// needs Node 20 and npm. The packages, at the versions of package-lock.json, are installed in a temporary folder and removed again, since all
// files of the theme are embedded in the program.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(here, '..', 'assets');
const work = mkdtempSync(path.join(tmpdir(), 'explore-'));
try {
  for (const name of ['package.json', 'package-lock.json', 'entry.js', 'loader.js']) cpSync(path.join(here, name), path.join(work, name));
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
  const packages = path.join(work, 'node_modules');
  const esbuild = createRequire(path.join(work, 'package.json'))('esbuild');
  const common = { bundle: true, minify: true, format: 'iife', target: ['es2021'], charset: 'utf8', legalComments: 'none', absWorkingDir: work };
  const version = (name) => JSON.parse(readFileSync(path.join(packages, name, 'package.json'))).version;
  await esbuild.build({ ...common, entryPoints: ['entry.js'], outfile: path.join(assets, 'explore.js'),
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: `/*! Apache ECharts ${version('echarts')} (Apache-2.0) with ZRender ${version('zrender')} (BSD-3-Clause) and tslib (0BSD): see explore.LICENSE.txt */` } });
  await esbuild.build({ ...common, entryPoints: ['loader.js'], outfile: path.join(assets, 'loader.js') });

  const read = (...parts) => readFileSync(path.join(packages, ...parts), 'utf8').trim();
  const parts = [
    ['Apache ECharts', read('echarts', 'LICENSE'), read('echarts', 'NOTICE')],
    ['ZRender', read('zrender', 'LICENSE')],
    ['tslib', read('tslib', 'LICENSE.txt')],
  ];
  writeFileSync(path.join(assets, 'explore.LICENSE.txt'), parts.map(([name, ...texts]) => `${name}\n${'='.repeat(name.length)}\n\n${texts.join('\n\n')}\n`).join('\n\n'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
