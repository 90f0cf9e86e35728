/** An HTML page with the text of a report, laid out in much the same way, for Chromium to print. */
import type { RunbookReport, StepReport } from '../../shared/report/types.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const esc = (text: string): string => text.replaceAll(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? sign);
const row = (...cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${esc(cell)}</td>`).join('')}</tr>`;
const pre = (text: string): string => `<pre>${esc(text)}</pre>`;

const stepPage = (step: StepReport): string =>
  `<h2>${esc(`${step.id} ${step.title}`)}</h2><dl>${[
    ['Why', esc(step.why)],
    ['Admin centre', step.adminCentre.map((line) => `<li>${esc(line)}</li>`).join('')],
    [
      'PowerShell',
      step.commands
        .flatMap(({ filled, note }) => [...filled.map(({ text }) => pre(text)), esc(note)])
        .join(''),
    ],
    [
      'Values',
      step.inputs
        .flatMap(({ label, values }) => values.map(({ value }) => esc(`${label} ${value}`)))
        .join('<br>'),
    ],
    ['Records', step.records.map(esc).join('<br>')],
    ['Check', esc(step.check)],
    ['Evidence', esc(step.evidence)],
    ['Risk and undo', esc(`${step.risk} ${step.undo}`)],
    ['Sources', esc(step.sources.join(', '))],
    [
      'Log',
      step.log
        .map(
          (entry) =>
            `<p>${esc(`${entry.headline} ${entry.operator} ${entry.at.local} ${entry.text}`)}</p>${pre(entry.raw)}`,
        )
        .join(''),
    ],
  ]
    .map(([name, html]) => `<dt>${name ?? ''}</dt><dd>${html ?? ''}</dd>`)
    .join('')}</dl>`;

export const reportPage = (
  report: RunbookReport,
): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<title>Runbook</title>
<style>
@page { size: A4; margin: 25mm 20mm } body { font: 9.5pt "Noto Sans", sans-serif }
h1 { break-before: page } dl { display: grid; grid-template-columns: 25mm 1fr; gap: 2mm } dd { margin: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f5f5 } table { width: 100% }
</style>
<h1>${esc(report.identification.customerName)}</h1>
<table>${report.identification.facts.map(({ label, value }) => row(label, value)).join('')}</table>
<h1>Scope and picture</h1><p>${esc(report.scope)}</p>${report.picture.svg}
<h1>Records</h1><table>${report.domains
  .flatMap(({ name, records }) =>
    records.map((r) => row(name, r.type, r.before.join(' '), r.planned.join(' '), (r.after ?? []).join(' '))),
  )
  .join('')}</table>
${report.phases.map((phase) => `<h1>${esc(`${phase.id} ${phase.title}`)}</h1>${phase.steps.map(stepPage).join('')}`).join('')}
<h1>Sources</h1><table>${report.sources.map(({ key, title, seen }) => row(key, title, seen)).join('')}</table>
<h1>Sign-off</h1><p>${esc(report.signOff.statement)}</p></html>`;
