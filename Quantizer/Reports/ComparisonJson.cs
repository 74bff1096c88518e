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

    /// <summary>JSON knows finite numbers only: a tensor that is equal has no SQNR, one that is not finite has nothing.</summary>
    private static JsonNode Error(TensorError error) => new JsonObject
    {
        ["name"] = error.Name,
        ["sqnr"] = Finite(error.Sqnr),
        ["cosine"] = Finite(error.Cosine),
        ["largestDifference"] = Finite(error.LargestDifference),
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
