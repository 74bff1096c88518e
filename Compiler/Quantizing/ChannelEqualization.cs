using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Channels that share a scale waste codes on those with small values. Between two convolutions (<see cref="EqualizedPair"/>) each channel gets a power of two, by the extremes and means of the calibration:
/// <c>e[c] = round(p log2(M / M[c]))</c> with M[c] the channel's largest magnitude, M the largest of all, and p the share of the way from 0 to 1 with the least predicted noise
/// (<see cref="EqualizationNoise"/>). Powers of two change no bit of the float network, and where weights have a scale per channel nothing of the first convolution's.
/// </summary>
public static class ChannelEqualization
{
    /// <summary>What the name of a file's property begins with that tells a tensor's exponents; the tensor's name follows.</summary>
    private const string Property = "octavo.equalized.";

    /// <summary>The factors' largest exponent: channels of hardly anything need no codes.</summary>
    private const int Largest = 6;

    private static readonly double[] Shares = [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1];

    /// <summary>The exponents of each tensor that becomes another one, to be observed in that form.</summary>
    /// <exception cref="ModelException">The model cannot be quantized.</exception>
    public static IReadOnlyDictionary<string, int[]> Plan(ModelSource source, CalibrationData calibration, CompilerOptions options)
    {
        var exponents = new Dictionary<string, int[]>(StringComparer.Ordinal);
        if (!IsWanted(calibration.Settings))
        {
            return exponents;
        }

        foreach (EqualizedPair pair in EqualizedPair.Of(ModelQuantizer.Prepare(source, options, out _)))
        {
            if (calibration.Tensors.TryGetValue(pair.Tensors[pair.Tensors.Count - 1], out TensorStatistics? statistics) && statistics.Channels is { Axis: 1 } channels && Best(pair, channels) is { } best && best.Any(e => e != 0))
            {
                foreach (string tensor in pair.Tensors)
                {
                    exponents[tensor] = best;
                }
            }
        }

        return exponents;
    }

    /// <summary>Rewrites a draft by the exponents that a calibration holds.</summary>
    /// <returns>The calibration of the rewritten model.</returns>
    internal static CalibrationData Apply(ModelDraft draft, CalibrationData calibration, QuantizationSettings settings)
    {
        if (!IsWanted(settings) || calibration.Equalized.Count == 0)
        {
            return calibration;
        }

        var equalized = new List<string>();
        foreach (EqualizedPair pair in EqualizedPair.Of(draft).Where(p => p.Tensors.All(t => calibration.Equalized.ContainsKey(t) && !settings.Overrides.ContainsKey(t))))
        {
            int[] exponents = calibration.Equalized[pair.Tensors[0]].Exponents;
            if (exponents.Length != pair.Channels)
            {
                continue;
            }

            pair.Scale(exponents);
            foreach (string tensor in pair.Tensors)
            {
                equalized.Add(tensor);
                draft.Properties[Property + tensor] = string.Join(" ", exponents.Select(e => e.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return calibration.Of(equalized);
    }

    /// <summary>The exponents of the tensors that a file holds in equalized form.</summary>
    public static IReadOnlyDictionary<string, int[]> ExponentsOf(ModelSource model)
    {
        var exponents = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> property in OnnxReader.Read(model.Bytes).Properties.Where(p => p.Key.StartsWith(Property, StringComparison.Ordinal)))
        {
            string[] words = property.Value.Split(' ');
            int[] numbers = [.. words.Select(w => int.TryParse(w, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int e) ? e : 0)];
            exponents[property.Key.Substring(Property.Length)] = numbers;
        }

        return exponents;
    }

    /// <summary>With one scale for all weights of a layer, factors between channels would cost weights what activations gain; codes of 16 bits have room for all.</summary>
    private static bool IsWanted(QuantizationSettings settings) =>
        settings is { EqualizeChannels: true, Mode: QuantizationMode.Static, Granularity: Granularity.Channel } && settings.Activations.Size() == 1;

    private static int[] Best(EqualizedPair pair, ChannelStatistics channels)
    {
        float[] magnitudes = channels.Magnitudes;
        double largest = magnitudes.Max();
        int[] Exponents(double share) => [.. magnitudes.Select(m => m > 0 ? Math.Log(largest / m, 2) : 0).Select(way => (int)Math.Min(Math.Min(Math.Round(share * way), Math.Floor(way)), Largest))];

        var noise = new EqualizationNoise(pair, channels);
        return Shares.Select(Exponents).OrderBy(noise.Of).First();
    }
}
