using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Octavo.Tool.Verification;

namespace Octavo.Tool.Reports;

/// <summary>A comparison for machines.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(Comparison comparison)
    {
        var json = new JsonObject
        {
            ["samples"] = comparison.Samples,
            ["outputs"] = new JsonArray([.. comparison.Outputs.Select(Error)]),
            ["tensors"] = new JsonArray([.. comparison.Tensors.Select(Error)]),
        };
        if (comparison.Predictions is { } predictions)
        {
            json["agreement"] = predictions.Agreement;
            json["topAgreement"] = predictions.TopAgreement;
            json["floatAccuracy"] = predictions.FloatAccuracy;
            json["quantizedAccuracy"] = predictions.QuantizedAccuracy;
        }

        return json.ToJsonString(Indented);
    }

    /// <summary>JSON has no infinity: a tensor that is equal has no SQNR.</summary>
    private static JsonNode Error(TensorError error) => new JsonObject
    {
        ["name"] = error.Name,
        ["sqnr"] = double.IsFinite(error.Sqnr) ? error.Sqnr : null,
        ["cosine"] = error.Cosine,
        ["largestDifference"] = error.LargestDifference,
    };
}
