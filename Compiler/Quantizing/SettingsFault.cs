namespace Octavo.Compiler.Quantizing;

/// <summary>A setting whose value makes no sense.</summary>
/// <param name="Member">Its name in a calibration.</param>
/// <param name="Option">Its name on the command line.</param>
/// <param name="Rule">What is wrong, as the rest of a sentence that begins with the name.</param>
public sealed record SettingsFault(string Member, string Option, string Rule)
{
    /// <summary>The first fault of some settings; null when there is none.</summary>
    public static SettingsFault? Of(QuantizationSettings settings) =>
        settings.Adaptation is not (>= 0 and <= 1) ? new("adaptation", "--adaptive", "lies above 0 and up to 1")
        : settings.Bits is not (4 or 8) ? new("weightBits", "--bits", "is 8 or 4")
        : settings.GroupSize < 16 || (settings.GroupSize & (settings.GroupSize - 1)) != 0 ? new("groupSize", "--group", "is a power of two from 16")
        : settings.Granularity == Granularity.Group && settings.Mode != QuantizationMode.WeightOnly
            ? new("granularity", "--granularity", "'group' goes with weight-only: no integer product takes a scale per group")
        : settings.Percentile is not (> 50 and <= 100) ? new("percentile", "--percentile", "lies between 50 and 100")
        : settings.Activations is not (ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16)
            ? new("activations", "--activations", "is of 8 or 16 bits")
        : settings.Weights is not (ElementType.UInt8 or ElementType.Int8) ? new("weights", "--weights", "is int8 or uint8")
        : null;
}
