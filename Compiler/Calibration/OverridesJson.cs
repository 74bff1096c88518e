using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Quantizing;

namespace Octavo.Compiler.Calibration;

/// <summary>What a user sets for single tensors: <c>{ "tensor": { "low": -1, "high": 1 } }</c>, or <c>"scale"</c> with <c>"zeroPoint"</c>, or <c>"type"</c>.</summary>
public static class OverridesJson
{
    /// <exception cref="FormatException">The text is no such file.</exception>
    public static IReadOnlyDictionary<string, TensorOverride> Read(string text) => Read(JsonObject.Of(JsonReader.Read(text)));

    internal static IReadOnlyDictionary<string, TensorOverride> Read(JsonObject json) => json.Names.ToDictionary(n => n, n => Tensor(json.Object(n)), StringComparer.Ordinal);

    internal static void Write(JsonText json, IReadOnlyDictionary<string, TensorOverride> overrides)
    {
        foreach (KeyValuePair<string, TensorOverride> entry in overrides.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            json.Object(entry.Key, () =>
            {
                if (entry.Value is { Low: { } low, High: { } high })
                {
                    json.Member("low", low);
                    json.Member("high", high);
                }

                if (entry.Value is { Scale: { } scale, ZeroPoint: { } zeroPoint })
                {
                    json.Member("scale", scale);
                    json.Member("zeroPoint", zeroPoint);
                }

                if (entry.Value.Element is { } element)
                {
                    json.Member("type", SettingsJson.NameOf(element));
                }
            });
        }
    }

    private static TensorOverride Tensor(JsonObject json)
    {
        if (json.Names.FirstOrDefault(n => n is not ("low" or "high" or "scale" or "zeroPoint" or "type")) is { } unknown)
        {
            throw new FormatException($"the override '{unknown}' is not known");
        }

        bool range = json.Has("low") || json.Has("high"), scale = json.Has("scale") || json.Has("zeroPoint");
        var result = new TensorOverride(
            range ? (float)json.Number("low") : null,
            range ? (float)json.Number("high") : null,
            scale ? (float)json.Number("scale") : null,
            scale ? json.Integer("zeroPoint") : null,
            json.Has("type") ? SettingsJson.Choice<ElementType>(json, "type") : null);
        return range && scale ? throw new FormatException($"the override of '{json.Location}' sets low and high, or scale and zeroPoint, not both") : result;
    }
}
