/** The collector for Windows PowerShell 5.1 and later: one block, so that it can also be pasted into a console. */
import type { RecordType } from '../types.ts';
import { formatServer } from '../server.ts';
import { COLLECTED_FORMAT, COLLECTED_VERSION } from './format.ts';
import type { CollectorPlan } from './plan.ts';

/** Types that Resolve-DnsName can ask for and whose values it prints whole. */
const ASKED: ReadonlySet<RecordType> = new Set([
  'A',
  'AAAA',
  'CNAME',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'TXT',
]);

/** Properties of the record objects that Resolve-DnsName returns; those that a type does not have stay empty. */
const KEPT = [
  ...['Name', 'Type', 'TTL', 'Section', 'IPAddress', 'NameHost', 'NameExchange', 'Preference', 'Strings'],
  ...['NameTarget', 'Priority', 'Weight', 'Port', 'PrimaryServer', 'NameAdministrator', 'SerialNumber'],
  ...['TimeToZoneRefresh', 'TimeToZoneFailureRetry', 'TimeToExpiration', 'DefaultTTL'],
];

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const list = (texts: readonly string[], indent: string): string =>
  texts.map((text) => `${indent}${literal(text)}`).join(',\n');

export const powershellScript = ({
  questions,
  domains,
  servers,
  system,
  authoritative,
}: CollectorPlan): string => `# Mailflow Runbook: DNS collector
#
# Asks the DNS questions listed below with Resolve-DnsName and writes what it returned into one JSON file, which the
# app reads. It asks DNS servers and nobody else, changes nothing, sends the file nowhere and needs no rights.
# Where scripts are forbidden, paste all of it into a PowerShell window.
& {
  $domains = @(
${list(domains, '    ')}
  )
  $questions = @(
${list(
  questions.filter(({ type }) => ASKED.has(type)).map(({ name, type }) => `${type} ${name}`),
  '    ',
)}
  )
  # Empty stands for the servers that this computer is set to ask
  $servers = @(
${list([...(system ? [''] : []), ...servers.map(formatServer)], '    ')}
  )
  # What is kept of each record
  $kept = @(
${list(KEPT, '    ')}
  )
  $out = Join-Path (Get-Location) ('mailflow-dns-' + (Get-Date).ToUniversalTime().ToString('yyyyMMdd-HHmmss') + '.json')
  $state = @{ Entries = New-Object System.Collections.ArrayList; Asked = @{} }
  function Get-Now { (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ') }
  function Invoke-Question([string]$Type, [string]$Name, [string]$Server, [int]$Depth) {
    $key = $Type + ' ' + $Name + ' ' + $Server
    if ($state.Asked.ContainsKey($key)) { return }
    $state.Asked[$key] = $true
    $options = @{ Name = $Name; Type = $Type; DnsOnly = $true; NoHostsFile = $true; ErrorAction = 'Stop' }
    if ($Server -ne '') { $options.Server = $Server }
    $records = @()
    try {
      $records = @(Resolve-DnsName @options)
      $plain = @($records | Select-Object -Property $kept)
      $text = ConvertTo-Json -InputObject $plain -Depth 4
    } catch {
      $text = 'Resolve-DnsName : ' + $Name + ' : ' + ($_.Exception.Message -replace '\\s+', ' ') + [char]10 + '    + FullyQualifiedErrorId : ' + $_.FullyQualifiedErrorId
    }
    [void]$state.Entries.Add((New-Object PSObject -Property @{ name = $Name; type = $Type; server = $Server; tool = 'Resolve-DnsName'; at = (Get-Now); text = $text }))
    if ($Type -ne 'TXT' -or $Depth -ge 4) { return }
    foreach ($record in $records) {
      $value = -join @($record.Strings)
      if ($value -notmatch '^v=spf1( |$)') { continue }
      foreach ($found in [regex]::Matches($value, '(?i)(?<= )(?:[+?~-]?include:|redirect=)([a-z0-9._-]+)(?= |$)')) {
        Invoke-Question 'TXT' ($found.Groups[1].Value.ToLowerInvariant().TrimEnd('.')) $Server ($Depth + 1)
      }
    }
  }
  $started = Get-Now
  foreach ($server in $servers) {
    foreach ($question in $questions) {
      $type, $name = $question -split ' '
      Invoke-Question $type $name $server 0
    }
  }
${
  authoritative
    ? `  # The name servers of each domain, asked directly
  foreach ($domain in $domains) {
    $own = @(Resolve-DnsName -Name $domain -Type NS -DnsOnly -ErrorAction SilentlyContinue | Where-Object { $_.Type -eq 'NS' } | ForEach-Object { $_.NameHost })
    foreach ($server in $own) {
      foreach ($type in @('MX', 'TXT', 'NS', 'SOA')) { Invoke-Question $type $domain $server 4 }
    }
  }
`
    : ''
}  $file = New-Object PSObject -Property @{ format = ${literal(COLLECTED_FORMAT)}; version = ${COLLECTED_VERSION}; domains = $domains; startedAt = $started; endedAt = (Get-Now); entries = @($state.Entries) }
  ConvertTo-Json -InputObject $file -Depth 6 | Set-Content -LiteralPath $out -Encoding UTF8
  Write-Host ('Written: ' + $out)
}
`;
