using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Quantizing;

namespace Octavo.Compiler.Calibration;

/// <summary>Settings as members of a JSON object; those with default values are left out, and unknown ones are refused.</summary>
internal static class SettingsJson
{
    private static readonly QuantizationSettings Default = new();

    public static void Write(JsonText json, QuantizationSettings settings)
    {
        Choice("activations", settings.Activations, Default.Activations);
        Number("adaptation", settings.Adaptation, Default.Adaptation);
        Flag("equalizeChannels", settings.EqualizeChannels, Default.EqualizeChannels);
        List("excludeNodes", settings.ExcludeNodes);
        List("excludeOperators", settings.ExcludeOperators);
        Flag("correctBiases", settings.CorrectBiases, Default.CorrectBiases);
        Choice("format", settings.Format, Default.Format);
        Choice("granularity", settings.Granularity, Default.Granularity);
        Number("groupSize", settings.GroupSize, Default.GroupSize);
        List("includeNodes", settings.IncludeNodes);
        List("includeOperators", settings.IncludeOperators);
        json.Member("method", NameOf(settings.Method));
        Choice("mode", settings.Mode, Default.Mode);
        if (settings.Overrides.Count > 0)
        {
            json.Object("overrides", () => OverridesJson.Write(json, settings.Overrides));
        }

        Number("percentile", settings.Percentile, Default.Percentile);
        Flag("symmetricActivations", settings.SymmetricActivations, Default.SymmetricActivations);
        Flag("symmetricWeights", settings.SymmetricWeights, Default.SymmetricWeights);
        Number("weightBits", settings.Bits, Default.Bits);
        Choice("weights", settings.Weights, Default.Weights);
        List("wideNodes", settings.WideNodes);

        void Choice<T>(string name, T value, T usual)
            where T : struct, Enum
        {
            if (!value.Equals(usual))
            {
                json.Member(name, NameOf(value));
            }
        }

        void Flag(string name, bool value, bool usual)
        {
            if (value != usual)
            {
                json.Member(name, value);
            }
        }

        void Number(string name, double value, double usual)
        {
            if (value != usual)
            {
                json.Member(name, value);
            }
        }

        void List(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                json.Member(name, values.OrderBy(v => v, StringComparer.Ordinal));
            }
        }
    }

    public static QuantizationSettings Read(JsonObject json)
    {
        QuantizationSettings settings = Default;
        foreach (string name in json.Names)
        {
            settings = name switch
            {
                "activations" => settings with { Activations = Choice<ElementType>(json, name) },
                "adaptation" => settings with { Adaptation = json.Number(name) },
                "correctBiases" => settings with { CorrectBiases = json.Flag(name) },
                "equalizeChannels" => settings with { EqualizeChannels = json.Flag(name) },
                "excludeNodes" => settings with { ExcludeNodes = json.Texts(name) },
                "excludeOperators" => settings with { ExcludeOperators = json.Texts(name) },
                "format" => settings with { Format = Choice<ModelFormat>(json, name) },
                "granularity" => settings with { Granularity = Choice<Granularity>(json, name) },
                "groupSize" => settings with { GroupSize = json.Integer(name) },
                "includeNodes" => settings with { IncludeNodes = json.Texts(name) },
                "includeOperators" => settings with { IncludeOperators = json.Texts(name) },
                "method" => settings with { Method = Choice<RangeMethod>(json, name) },
                "mode" => settings with { Mode = Choice<QuantizationMode>(json, name) },
                "overrides" => settings with { Overrides = OverridesJson.Read(json.Object(name)) },
                "percentile" => settings with { Percentile = json.Number(name) },
                "symmetricActivations" => settings with { SymmetricActivations = json.Flag(name) },
                "symmetricWeights" => settings with { SymmetricWeights = json.Flag(name) },
                "weightBits" => settings with { Bits = json.Integer(name) },
                "weights" => settings with { Weights = Choice<ElementType>(json, name) },
                "wideNodes" => settings with { WideNodes = json.Texts(name) },
                _ => throw new FormatException($"the setting '{name}' is not known"),
            };
        }

        return settings;
    }

    /// <summary>The name of a choice on the command line and in files: movingAverage is moving-average.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum
        => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) && !char.IsUpper(value.ToString()[i - 1]) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    public static T Choice<T>(JsonObject json, string name)
        where T : struct, Enum
    {
        string text = json.Text(name);
        foreach (T value in (T[])Enum.GetValues(typeof(T)))
        {
            if (NameOf(value) == text)
            {
                return value;
            }
        }

        throw new FormatException($"'{text}' is no value of '{name}'");
    }
}
