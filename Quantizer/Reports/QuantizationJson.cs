using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Octavo.Compiler;
using Octavo.Tool.Calibration;

namespace Octavo.Tool.Reports;

/// <summary>What a quantization did, for machines.</summary>
internal static class QuantizationJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(ModelSource original, ModelSource result, IReadOnlyList<string> nodes, MixedPrecision? mixture)
    {
        var json = new JsonObject
        {
            ["model"] = original.FileName,
            ["bytes"] = original.Bytes.Length,
            ["quantized"] = result.FileName,
            ["quantizedBytes"] = result.Bytes.Length,
            ["nodes"] = new JsonArray([.. nodes.Select(n => (JsonNode)n)]),
        };
        if (mixture is not null)
        {
            json["mixed"] = new JsonObject
            {
                ["target"] = mixture.Target,
                ["sqnr"] = Finite(mixture.Sqnr),
                ["with"] = mixture.IsWide ? "16" : "float",
                ["layers"] = new JsonArray([.. mixture.Ranking.Select((l, i) => new JsonObject { ["name"] = l.Layer, ["sqnr"] = Finite(l.Sqnr), ["spared"] = i < mixture.Spared.Count })]),
            };
        }

        return json.ToJsonString(Indented);
    }

    /// <summary>JSON has no infinity: what is equal has no SQNR.</summary>
    private static JsonNode? Finite(double decibels) => double.IsFinite(decibels) ? decibels : null;
}
