// DuckDB's side of .bench/answers: node answers.mjs nps|funnel FILE. It runs where @duckdb/node-api is installed.
import { DuckDBInstance } from "@duckdb/node-api"

const [what, file] = process.argv.slice(2)
const sql = {
  nps: `select channel, strftime(time, '%Y-%m') as month, count(*) as n,
      100.0 * (count(*) filter (score >= 9) - count(*) filter (score <= 6)) / count(*) as nps
    from read_csv('${file}') group by all order by all`,
  // From each view the next cart, the next checkout and the next order, within seven days of the view; of each user the deepest.
  funnel: `with e as materialized (select user, event, epoch(time) as t from read_csv('${file}')),
    v as (select user, t from e where event = 'view'), c as (select user, t from e where event = 'cart'),
    k as (select user, t from e where event = 'checkout'), o as (select user, t from e where event = 'order'),
    two as (select v.user, v.t as t1, c.t as t2 from v asof left join c on v.user = c.user and v.t <= c.t),
    three as (select two.*, k.t as t3 from two asof left join k on two.user = k.user and two.t2 <= k.t),
    four as (select three.*, o.t as t4 from three asof left join o on three.user = o.user and three.t3 <= o.t),
    deep as (select user, max(1 + coalesce((t2 <= t1 + 604800)::int, 0) + coalesce((t2 <= t3 and t3 <= t1 + 604800)::int, 0)
      + coalesce((t2 <= t3 and t3 <= t4 and t4 <= t1 + 604800)::int, 0)) as d from four group by user)
    select count(*), count(*) filter (d >= 2), count(*) filter (d >= 3), count(*) filter (d >= 4) from deep`,
}
const database = await DuckDBInstance.create(":memory:", { threads: String(process.env.THREADS ?? 2) })
const connection = await database.connect()
const began = process.hrtime.bigint()
const cpu = process.cpuUsage()
const rows = (await connection.runAndReadAll(sql[what])).getRows()
const wall = Number(process.hrtime.bigint() - began) / 1e9
const { user, system } = process.cpuUsage(cpu)
const peak = process.resourceUsage().maxRSS / 1024
console.log(`${wall.toFixed(3)} ${((user + system) / 1e6).toFixed(3)} ${peak.toFixed(0)}`)
for (const row of rows) console.log(row.map(v => typeof v === "number" ? v.toFixed(6) : String(v)).join(" "))
