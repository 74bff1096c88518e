using System.CommandLine;
using Octavo.Compiler;
using Octavo.Tool.Execution;
using Octavo.Tool.Reports;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo inspect</c>: what a model holds and what the compiler makes of it.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var command = new Command("inspect", "Tells what a model holds, which layers it becomes, what they cost and what runs in float and why.");
        var model = new ModelOptions(command, runs: false);
        var report = new ReportOptions(command, "graph, layers, arena");
        command.SetAction(parsed =>
        {
            ModelFiles.CheckTargets([model.Path(parsed)], report.PagePath(parsed));
            ModelSource source = model.Open(parsed);
            Inspection inspection = Inspection.Of(source, model.Compilation(parsed));
            report.Write(
                parsed,
                () => new HtmlReport($"{source.FileName}, inspected").Sizes(inspection, null).Graph(source, null).Layers(inspection).Arena(inspection),
                () => InspectionJson.Write(inspection),
                () => InspectionTable.Write(inspection));
            return 0;
        });
        return command;
    }
}
