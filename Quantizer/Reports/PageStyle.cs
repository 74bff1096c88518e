namespace Octavo.Tool.Reports;

/// <summary>How a report looks, in light and in dark surroundings.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --text: #1d2433; --muted: #5b6577; --page: #fff; --stripe: #f6f8fb; --line: #d9dfe8; --edge: #a7b1c2; --codes: #4d9a63; --bar: #4c7fd0; --bad: #cf4b3f; --spared: #d98a2f; --hist: #6b7891;
          --int: #cfe8d5; --int-line: #4d9a63; --float: #fde3c8; --float-line: #d08b3d; --convert: #dfe6f3; --convert-line: #8195b8; }
        @media (prefers-color-scheme: dark) { :root { --text: #dfe5ee; --muted: #94a0b3; --page: #14181f; --stripe: #1b212a; --line: #323b48; --edge: #5a6577; --codes: #63b87b; --bar: #5f93e6; --bad: #e0685c; --spared: #e09a45; --hist: #8b98ad;
          --int: #1f3f2a; --int-line: #4d9a63; --float: #4a3116; --float-line: #d08b3d; --convert: #2a3345; --convert-line: #8195b8; } }
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1180px; padding: 0 1rem; color: var(--text); background: var(--page); }
        h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--muted); font-weight: 600; } .scroll th { position: sticky; top: -.5rem; background: var(--page); padding-top: .4rem; }
        td, th { padding: .18rem .8rem .18rem 0; vertical-align: top; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        tr:nth-child(even) td { background: var(--stripe); } td.name { overflow-wrap: anywhere; max-width: 26rem; } td.meter { width: 45%; vertical-align: middle; }
        .meter div { height: .75rem; border-radius: 2px; background: var(--bar); } .meter div.spared { background: var(--spared); }
        .scroll { max-height: 620px; overflow: auto; border: 1px solid var(--line); border-radius: 6px; padding: .5rem; } .scroll > svg { display: block; margin: 0 auto; }
        .ranges { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: .8rem; }
        figure { margin: 0; min-width: 0; } figcaption { font-size: 12px; color: var(--muted); overflow-wrap: anywhere; }
        .muted { color: var(--muted); } .key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; border: 1px solid; margin: 0 .25em 0 .7em; vertical-align: -.05em; }
        svg text { font: 11px system-ui, sans-serif; fill: var(--text); } svg text.small { font-size: 9.5px; fill: var(--muted); } svg text.axis { fill: var(--muted); }
        .int { fill: var(--int); stroke: var(--int-line); background: var(--int); border-color: var(--int-line); } .float { fill: var(--float); stroke: var(--float-line); background: var(--float); border-color: var(--float-line); }
        .convert { fill: var(--convert); stroke: var(--convert-line); background: var(--convert); border-color: var(--convert-line); }
        .edge { fill: none; stroke: var(--edge); } .edge.codes { stroke: var(--codes); stroke-width: 2; } .grid { stroke: var(--line); } .back { fill: var(--stripe); }
        .bar { fill: var(--bar); } .bad { fill: var(--bad); } svg text.bad { fill: var(--bad); } .clip { fill: var(--codes); fill-opacity: .16; stroke: var(--codes); } .hist { fill: var(--hist); } .block { stroke: var(--page); stroke-width: .5; }
        @media print { .scroll { max-height: none; } }
        """;
}
