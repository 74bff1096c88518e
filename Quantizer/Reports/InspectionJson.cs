using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Octavo.Tool.Reports;

/// <summary>An inspection for machines.</summary>
internal static class InspectionJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(Inspection model) => new JsonObject
    {
        ["file"] = model.File,
        ["bytes"] = model.FileBytes,
        ["opset"] = model.Opset,
        ["inputs"] = new JsonArray([.. model.Inputs.Select(i => (JsonNode)i)]),
        ["outputs"] = new JsonArray([.. model.Outputs.Select(o => (JsonNode)o)]),
        ["operators"] = new JsonObject(model.Operators.Select(o => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(o.Name, o.Count))),
        ["multiplyAccumulates"] = model.MultiplyAccumulates,
        ["weightBytes"] = model.WeightBytes,
        ["arenaBytes"] = model.ArenaBytes,
        ["layers"] = new JsonArray([.. model.Layers.Select(l => (JsonNode)new JsonObject
        {
            ["name"] = l.Name, ["operator"] = l.Operator, ["kernel"] = l.Kernel, ["output"] = l.Output, ["integer"] = l.IsInteger, ["multiplyAccumulates"] = l.MultiplyAccumulates,
        })]),
        ["findings"] = new JsonArray([.. model.Findings.Select(f => (JsonNode)new JsonObject { ["id"] = f.Id, ["message"] = f.Message })]),
    }.ToJsonString(Indented);
}
