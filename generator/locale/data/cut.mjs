// Cuts the facts of a language out of CLDR, as Node's ICU has it: node cut.mjs sv writes sv.json. What this house writes otherwise or in
// addition (plural rules, quarters, quotation marks …) goes to house/sv.json by hand.
import fs from 'node:fs';

const currencies = ['USD', 'EUR', 'GBP', 'KRW', 'JPY', 'IRR', 'AED', 'SAR', 'TRY', 'ILS', 'CNY', 'INR', 'CHF'];
const rightToLeft = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm'];
// A letter of each script that some language sorts before the Latin ones, in the order of languages that sort none so.
const letters = { Latin: 'a', Greek: 'α', Cyrillic: 'я', Hebrew: 'א', Arabic: 'ا', Devanagari: 'अ', Hangul: '가', Hiragana: 'あ', Han: '漢' };
const written = ['integer', 'group', 'decimal', 'fraction'];

for (const tag of process.argv.slice(2)) {
  const numbers = (options, value) => new Intl.NumberFormat(tag, options).formatToParts(value);
  // around gives what stands before and after the digits.
  const around = parts => {
    const first = parts.findIndex(p => p.type === 'integer'), last = parts.findLastIndex(p => written.includes(p.type));
    return [parts.slice(0, first), parts.slice(last + 1)].map(side => side.map(p => p.value).join(''));
  };
  // hole puts {n} in place of the digits.
  const hole = parts => {
    if (!parts.some(p => p.type === 'integer')) return parts.map(p => p.value).join('');
    return parts.map(p => p.type === 'integer' ? '{n}' : written.includes(p.type) ? '' : p.value).join('');
  };
  const rules = new Intl.PluralRules(tag);
  const plain = new Intl.NumberFormat(tag, { useGrouping: false });
  const digits = [...'0123456789'].map(d => plain.format(d)).join('');
  const big = numbers({}, 12345678.9), part = type => big.find(p => p.type === type)?.value ?? '';
  const groups = big.filter(p => p.type === 'integer').map(p => p.value.length);
  const home = new Intl.Locale(tag).maximize();
  const facts = {
    tag, name: new Intl.DisplayNames(tag, { type: 'language' }).of(tag), script: home.script, region: home.region,
    dir: rightToLeft.includes(home.script) ? 'rtl' : 'ltr', calendar: new Intl.DateTimeFormat(tag).resolvedOptions().calendar,
    scripts: [],
    number: {
      digits, decimal: part('decimal'), group: part('group'), primary: groups.at(-1), secondary: groups.length > 2 ? groups.at(-2) : groups.at(-1),
      minGroup: numbers({}, 1234).some(p => p.type === 'group') ? 1 : 2,
      plus: around(numbers({ signDisplay: 'always' }, 1)), neg: around(numbers({}, -1)),
      pct: around(numbers({ style: 'percent' }, .01)), pctNeg: around(numbers({ style: 'percent' }, -.01)),
    },
    currency: {}, compact: [], units: {}, dates: {}, relative: {}, list: [],
  };

  const sorted = Object.keys(letters).sort((a, b) => new Intl.Collator(tag).compare(letters[a], letters[b]));
  facts.scripts = sorted.slice(0, sorted.indexOf('Latin'));

  for (const currency of currencies) {
    const options = { style: 'currency', currency };
    facts.currency[currency] = {
      frac: new Intl.NumberFormat(tag, options).resolvedOptions().maximumFractionDigits,
      pos: around(numbers(options, 1)), neg: around(numbers(options, -1)),
    };
  }

  for (let exp = 3; exp <= 14; exp++) {
    const row = { exp, scale: 0, forms: {} };
    for (const lead of [1.5, 1, 2, 3, 5, 2.1, 2.2, 2.5, 1.15, 1.1, 1.01, 1.02, 1.05]) {
      const parts = numbers({ notation: 'compact', maximumFractionDigits: 1, useGrouping: false }, lead * 10 ** exp);
      const text = parts.filter(p => ['integer', 'decimal', 'fraction'].includes(p.type)).map(p => p.type === 'decimal' ? '.' : p.value).join('');
      const value = Number([...text].map(c => digits.includes(c) ? digits.indexOf(c) : c).join(''));
      row.scale = exp - Math.round(Math.log10(value / lead));
      row.forms[rules.select(value)] ??= around(parts);
    }
    settle(row.forms);
    const last = facts.compact.at(-1);
    if (!last || last.scale !== row.scale || JSON.stringify(last.forms) !== JSON.stringify(row.forms)) facts.compact.push(row);
  }

  const samples = [0, 1, 2, 3, 5, 11, 100, 1.5];
  for (const unit of ['second', 'minute', 'hour', 'day']) {
    const forms = facts.units[unit] = {};
    for (const n of samples) forms[rules.select(n)] ??= hole(numbers({ style: 'unit', unit, unitDisplay: 'short' }, n));
    settle(forms);
  }

  for (const calendar of ['gregory', 'persian']) {
    const months = { format: [], standalone: [], abbr: [] }, weekdays = { wide: [], abbr: [] };
    const day = calendar === 'persian' ? m => new Date(Date.UTC(2025, 2, 25 + Math.round(m * 30.4), 12)) : m => new Date(Date.UTC(2025, m, 3, 12));
    const form = options => new Intl.DateTimeFormat(`${tag}-u-ca-${calendar}`, { ...options, timeZone: 'UTC' });
    const month = (options, date) => form(options).formatToParts(date).find(p => p.type === 'month').value;
    for (let m = 0; m < 12; m++) {
      months.format.push(month({ year: 'numeric', month: 'long', day: 'numeric' }, day(m)));
      months.standalone.push(month({ month: 'long' }, day(m)));
      months.abbr.push(month({ year: 'numeric', month: 'short', day: 'numeric' }, day(m)));
    }
    // Where the month is written as a number, the words around it are part of the pattern: "1月".
    const isNumber = s => [...s].every(c => digits.includes(c) || c >= '0' && c <= '9');
    for (const key in months) if (months[key].every(isNumber)) months[key] = months.standalone.map((_, m) => form({ month: 'long' }).format(day(m)));
    if (calendar !== facts.calendar && calendar !== 'gregory') {
      facts.dates[calendar] = { months };
      continue;
    }
    for (let d = 1; d <= 7; d++) {
      const date = new Date(Date.UTC(2025, 5, d, 12)); // from a Sunday
      weekdays.wide.push(form({ weekday: 'long' }).format(date));
      weekdays.abbr.push(form({ weekday: 'short' }).format(date));
    }
    // The sample's month and day have one digit, and its names differ as much as they do in the language.
    const spread = m => new Set([months.format[m], months.standalone[m], months.abbr[m]]).size;
    const best = [...Array(9).keys()].reduce((a, b) => spread(b) > spread(a) ? b : a);
    const date = calendar === 'persian' ? new Date(Date.UTC(2025, 2, 23 + best * 31, 12)) : new Date(Date.UTC(2025, best, 3, 12));
    const pattern = options => form(options).formatToParts(date).map(p => {
      const length = [...p.value].length;
      switch (p.type) {
        case 'year': case 'relatedYear': return length === 2 ? '{yy}' : '{y}';
        case 'day': return length === 2 ? '{dd}' : '{d}';
        case 'weekday': return '{EEEE}';
        case 'era': return '';
        case 'month':
          if (isNumber(p.value)) return length === 2 ? '{MM}' : '{M}';
          if (p.value === months.format[best]) return '{MMMM}';
          return p.value === months.standalone[best] ? '{LLLL}' : '{MMM}';
      }
      return p.value;
    }).join('');
    const patterns = {};
    for (const dateStyle of ['short', 'medium', 'long', 'full']) patterns[dateStyle] = pattern({ dateStyle });
    patterns.yMMMM = pattern({ year: 'numeric', month: 'long' });
    patterns.MMMd = pattern({ month: 'short', day: 'numeric' });
    patterns.y = pattern({ year: 'numeric' });
    facts.dates[calendar] = { months, weekdays, patterns };
  }

  const always = new Intl.RelativeTimeFormat(tag, { numeric: 'always' }), auto = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  for (const unit of ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']) {
    const words = facts.relative[unit] = { past: {}, future: {}, auto: {} };
    for (const n of samples) {
      words.past[rules.select(n)] ??= hole(always.formatToParts(-n, unit));
      words.future[rules.select(n)] ??= hole(always.formatToParts(n, unit));
    }
    settle(words.past);
    settle(words.future);
    for (const n of [-2, -1, 0, 1, 2]) if (auto.format(n, unit) !== always.format(n, unit)) words.auto[n] = auto.format(n, unit);
  }

  const join = new Intl.ListFormat(tag, { type: 'conjunction' });
  const between = join.formatToParts(['a', 'a', 'a', 'a']).filter(p => p.type === 'literal').map(p => p.value);
  facts.list = [join.formatToParts(['a', 'a'])[1].value, between[0], between.at(-1)];
  facts.meta = { icu: process.versions.icu, cldr: process.versions.cldr };
  fs.writeFileSync(new URL(`${tag}.json`, import.meta.url), lines(facts, '') + '\n');
}

// settle keeps the forms that differ from the other one.
function settle(forms) {
  forms.other ??= Object.values(forms)[0];
  for (const form in forms) if (form !== 'other' && String(forms[form]) === String(forms.other)) delete forms[form];
}

// lines prints JSON with what fits on a line on one line.
function lines(value, indent) {
  const flat = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (typeof value !== 'object' || [...flat].length < 150 && indent) return flat.replace(/([[{]) | ([\]}])/g, '$1$2');
  const inner = indent + ' ', list = Array.isArray(value);
  const items = Object.entries(value).map(([k, v]) => inner + (list ? '' : JSON.stringify(k) + ': ') + lines(v, inner));
  return `${list ? '[' : '{'}\n${items.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}
