// Draws a figure's option, as the generator writes it, with Apache ECharts: the parts that figures use, and the canvas.
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, ToolboxComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, ScatterChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, ToolboxComponent, TooltipComponent, CanvasRenderer]);

// window.cxgenExplore draws an option into an element that has a size, and gives the chart. It follows the element's size, the page's light
// or dark colours, and the reader's wish for less motion, until the element leaves the page.
window.cxgenExplore = (element, option) => {
  if (!element.isConnected) return undefined;
  const chart = init(element, null, { renderer: 'canvas' });
  const draw = () => chart.setOption(dress(option, element), true);
  const media = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map((query) => matchMedia(query));
  const size = new ResizeObserver(() => {
    if (element.isConnected) return chart.resize();
    size.disconnect();
    media.forEach((m) => m.removeEventListener('change', draw));
    return chart.dispose();
  });
  draw();
  size.observe(element);
  media.forEach((m) => m.addEventListener('change', draw));
  return chart;
};

// dress puts in what JSON cannot say: colours of the page, functions, the reader's type and motion.
function dress({ table, ...option }, element) {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(`--${name}`).trim() || style.color;
  const painted = paint(option, token);
  const text = { fontFamily: style.fontFamily, color: token('ink'), fontSize: 13 };
  const across = painted.yAxis[0].type === 'category';
  const number = new Intl.NumberFormat(document.documentElement.lang || 'en', { maximumFractionDigits: 2 });
  const cells = painted.series.filter((s) => s.renderItem === 'cell');
  const most = Math.max(table.whole ?? 0, ...cells.flatMap((s) => s.data.map((d) => d[2] ?? 0)));
  const ink = { color: token('ink'), write: (value) => number.format(Math.round(value)) };
  for (const series of painted.series) {
    const cell = series.renderItem === 'cell';
    if (series.renderItem) Object.assign(series, { renderItem: drawers[series.renderItem](Object.assign({ most }, series), ink), silent: !cell && series.renderItem !== 'span', z: 1 });
    if (series.type === 'bar') Object.assign(series, { barMaxWidth: across ? 24 : 64, z: 2 });
    series.emphasis = { disabled: true };
  }
  for (const { type, axisLabel } of [painted.xAxis, painted.yAxis].flat()) {
    if (type !== 'value' || !axisLabel) continue;
    const written = axisLabel.formatter ?? '{value}';
    axisLabel.formatter = (value) => written.replace('{value}', number.format(value).replace('-', '−'));
  }
  Object.assign(painted.legend, { width: element.clientWidth - 64, pageTextStyle: text, pageIconColor: token('ink2'), pageIconInactiveColor: token('line'), inactiveColor: token('rule') });
  painted.toolbox.iconStyle = { borderColor: token('ink2') };
  const save = painted.toolbox.feature.saveAsImage;
  Object.assign(save, { backgroundColor: token('page'), pixelRatio: 2 });
  for (const zoom of painted.dataZoom ?? []) Object.assign(zoom, zoom.type === 'slider' && { height: 28, bottom: 12, borderColor: token('line'), fillerColor: 'transparent', textStyle: text,
    handleStyle: { color: token('page'), borderColor: token('ink3') }, moveHandleStyle: { color: token('rule') }, ...Object.fromEntries(['dataBackground', 'selectedDataBackground'].map((part) => [part, { lineStyle: { color: token('rule') }, areaStyle: { color: token('band'), opacity: 1 } }])), brushSelect: false });
  return { ...painted, textStyle: text, animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, tooltip: { ...painted.tooltip,
    renderMode: 'richText', confine: true, backgroundColor: token('page'), borderColor: token('rule'), textStyle: text,
    axisPointer: { type: across ? 'shadow' : 'line', lineStyle: { color: token('ink3') }, shadowStyle: { color: token('ink3'), opacity: .12 } },
    formatter: (params) => row(table, [params].flat().find((p) => p.seriesType !== 'custom') ?? [params].flat()[0]) } };
}

// paint copies an option with its colours.
function paint(value, token) {
  if (Array.isArray(value)) return value.map((v) => paint(v, token));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, paint(v, token)]));
  return typeof value === 'string' && value.startsWith('var:') ? token(value.slice(4)) : value;
}

// row writes a line of the figure's table for the tooltip. Braces would be taken for styles.
function row(table, { dataIndex }) {
  const cells = table.rows[dataIndex] ?? [];
  return cells.map((cell, i) => (i ? `${table.head[i]}: ${cell}` : cell)).join('\n').replace(/[{}|]/g, ' ');
}

const drawers = {
  // band fills the interval between a period and the next, where both have one.
  band: ({ data, itemStyle }) => ({ dataIndex: i }, api) => {
    const [a, b] = [data[i], data[i + 1]];
    if (!b || [a[1], a[2], b[1], b[2]].includes(null)) return null;
    const points = [api.coord([a[0], a[1]]), api.coord([a[0], a[2]]), api.coord([b[0], b[2]]), api.coord([b[0], b[1]])];
    return { type: 'polygon', shape: { points }, style: { fill: itemStyle.color, stroke: itemStyle.color, lineWidth: .5 } };
  },
  // interval draws a round bar from the lower to the upper limit of a row.
  interval: ({ data, itemStyle }) => ({ dataIndex: i }, api) => {
    const [low, high, at] = data[i];
    if (low === null) return null;
    const [[x1, y1], [x2, y2]] = [api.coord([low, at]), api.coord([high, at])];
    return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: itemStyle.color, lineWidth: 6, lineCap: 'round', opacity: .32 } };
  },
  // span draws a bar that begins where its row says.
  span: ({ data }) => ({ dataIndex: i }, api) => {
    const { value: [low, high, at], itemStyle } = data[i];
    if (low === null) return null;
    const [[x1, y], [x2]] = [api.coord([low, at]), api.coord([high, at])];
    return { type: 'rect', shape: { x: Math.min(x1, x2), y: y - 10, width: Math.max(1, Math.abs(x2 - x1)), height: 20 }, style: { fill: itemStyle.color } };
  },
  // cell draws a value as a tinted rectangle with its number, on one scale for all series.
  cell: ({ data, itemStyle, most }, ink) => ({ dataIndex: i }, api) => {
    const [column, row, value] = data[i];
    if (value === null) return null;
    const [[x, y], [width, height]] = [api.coord([column, row]), api.size([1, 1])];
    const box = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 };
    const depth = .66 * value / most;
    return { type: 'group', children: [{ type: 'rect', shape: box, style: { fill: itemStyle.color, opacity: depth } },
      { type: 'text', silent: true, style: { text: width > 24 ? ink.write(value) : '', x, y, align: 'center', verticalAlign: 'middle', fill: ink.color, fontSize: 12 } }] };
  },
};
