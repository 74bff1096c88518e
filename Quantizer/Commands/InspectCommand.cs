using System;
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
        var model = new ModelOptions(command);
        var json = new Option<bool>("--json") { Description = "Write JSON instead of tables." };
        var html = new Option<string?>("--html") { Description = "Write a report as a page: graph, layers, arena." };
        command.Options.Add(json);
        command.Options.Add(html);
        command.SetAction(parsed =>
        {
            ModelSource source = model.Open(parsed);
            Inspection inspection = Inspection.Of(source, model.Shapes(parsed));
            if (parsed.GetValue(html) is { } path)
            {
                ModelFiles.Write(path, new HtmlReport($"{source.FileName}, inspected").Sizes(inspection, null).Graph(source, null).Layers(inspection).Arena(inspection).ToString());
            }

            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(InspectionJson.Write(inspection));
            }
            else
            {
                InspectionTable.Write(inspection);
            }

            return 0;
        });
        return command;
    }
}
