using System;
using System.Collections.Generic;
using Octavo.Compiler.Import;

namespace Octavo.Compiler.Quantizing;

/// <summary>What settings may say: a calibration's are written by hand as well as by the command line.</summary>
internal static class SettingsRules
{
    /// <exception cref="ModelException">A setting has a value that means nothing.</exception>
    public static void Check(QuantizationSettings settings)
    {
        Require(IsActivation(settings.Activations), "activations", settings.Activations, "uint8, int8, uint16 or int16");
        Require(settings.Weights is ElementType.Int8 or ElementType.UInt8, "weights", settings.Weights, "int8 or uint8");
        Require(settings.Bits is 4 or 8, "weightBits", settings.Bits, "4 or 8");
        Require(settings.GroupSize >= 16 && (settings.GroupSize & (settings.GroupSize - 1)) == 0, "groupSize", settings.GroupSize, "a power of two from 16 on");
        bool isGrouped = settings.Granularity == Granularity.Group;
        Require(!isGrouped || settings.Mode != QuantizationMode.Dynamic, "granularity", "group", "tensor or channel where the mode is dynamic");
        Require(!isGrouped || settings.Mode != QuantizationMode.Static || settings.Format == ModelFormat.Qdq, "format", "qoperator", "qdq for weights in groups, since no operator on codes takes a scale per group");
        Require(settings.Percentile is > 50 and <= 100, "percentile", settings.Percentile, "a number above 50 and up to 100");
        Require(settings.Adaptation is >= 0 and <= 1, "adaptation", settings.Adaptation, "a number from 0 to 1");
        Require(settings.Adaptation == 0 || settings.Mode == QuantizationMode.Dynamic, "adaptation", settings.Adaptation, "0 unless the mode is dynamic");
        foreach (KeyValuePair<string, TensorOverride> entry in settings.Overrides)
        {
            Check($"overrides.{entry.Key}", entry.Value, settings.Activations);
        }
    }

    private static void Check(string name, TensorOverride given, ElementType activations)
    {
        ElementType element = given.Element ?? activations;
        Require(IsActivation(element), name, element, "uint8, int8, uint16 or int16");
        if (given is { Low: { } low, High: { } high })
        {
            Require(low <= high && !float.IsInfinity(low) && !float.IsInfinity(high), name, FormattableString.Invariant($"[{low}, {high}]"), "a range of finite numbers, the low one first");
        }

        if (given is { Scale: { } scale, ZeroPoint: { } zeroPoint })
        {
            Require(scale >= ScaleRule.SmallestNormal && !float.IsInfinity(scale), name, scale, "a positive scale");
            Require(zeroPoint >= element.MinValue() && zeroPoint <= element.MaxValue(), name, zeroPoint, FormattableString.Invariant($"a zero point from {element.MinValue()} to {element.MaxValue()}"));
        }
    }

    private static bool IsActivation(ElementType element) => element is ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16;

    private static void Require<T>(bool holds, string setting, T value, string meaning)
    {
        if (!holds)
        {
            throw new ModelException(ProblemKind.InvalidOption, FormattableString.Invariant($"The setting {Printable.Quote(setting)} is {value}, which has to be {meaning}."));
        }
    }
}
