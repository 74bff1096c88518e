using System.Collections.Generic;

namespace Octavo.Compiler.Quantizing;

/// <summary>What becomes integers, and when its scales are known.</summary>
public enum QuantizationMode
{
    /// <summary>Weights and activations; the activations' scales come from a calibration.</summary>
    Static,

    /// <summary>Weights, and the activations of matrix products and recurrent layers with scales computed at run time.</summary>
    Dynamic,

    /// <summary>Weights only; the arithmetic stays in float.</summary>
    WeightOnly,
}

/// <summary>How a static quantization, or one of weights only, is written down.</summary>
public enum ModelFormat
{
    /// <summary>Float operators between DequantizeLinear and QuantizeLinear.</summary>
    Qdq,

    /// <summary>Operators that take codes: QLinear ones, and MatMulNBits for products whose weights alone are codes.</summary>
    QOperator,
}

/// <summary>How many weights share a scale.</summary>
public enum Granularity
{
    Tensor,
    Channel,

    /// <summary>Blocks of <see cref="QuantizationSettings.GroupSize"/> along the reduction of matrix products; convolutions have a scale per channel.</summary>
    Group,
}

/// <summary>A range, or a scale, that the user sets for one tensor.</summary>
/// <param name="Element">Replaces the type of activations when given.</param>
public sealed record TensorOverride(float? Low, float? High, float? Scale, int? ZeroPoint, ElementType? Element);

/// <summary>How a float model becomes a quantized one.</summary>
public sealed record QuantizationSettings
{
    public QuantizationMode Mode { get; init; }

    /// <summary>
    /// The weight of the newest observation in the ranges of activations that a dynamic quantization moves along a stream, between 0 and 1; 0 takes each inference's own range.
    /// </summary>
    public double Adaptation { get; init; }

    public ModelFormat Format { get; init; }

    /// <summary>How a calibration becomes a range.</summary>
    public RangeMethod Method { get; init; } = RangeMethod.Mse;

    /// <summary>The percentage of values that <see cref="RangeMethod.Percentile"/> keeps inside the range.</summary>
    public double Percentile { get; init; } = 99.999;

    /// <summary>Codes of activations: 8 or 16 bits.</summary>
    public ElementType Activations { get; init; } = ElementType.UInt8;

    public bool SymmetricActivations { get; init; }

    public ElementType Weights { get; init; } = ElementType.Int8;

    public bool SymmetricWeights { get; init; } = true;

    public Granularity Granularity { get; init; } = Granularity.Channel;

    /// <summary>The bits of a weight when <see cref="Mode"/> is weight-only: 4 or 8.</summary>
    public int Bits { get; init; } = 8;

    public int GroupSize { get; init; } = 32;

    /// <summary>Takes the mean error that rounded weights cause out of the biases, with the channels' means of the calibration.</summary>
    public bool CorrectBiases { get; init; } = true;

    /// <summary>Makes channels between convolutions alike, as far as the calibration says that it helps.</summary>
    public bool EqualizeChannels { get; init; } = true;

    /// <summary>The only nodes to quantize; empty means all.</summary>
    public IReadOnlyList<string> IncludeNodes { get; init; } = [];

    public IReadOnlyList<string> ExcludeNodes { get; init; } = [];

    /// <summary>The only operators to quantize, by ONNX name; empty means all that have a quantized form.</summary>
    public IReadOnlyList<string> IncludeOperators { get; init; } = [];

    public IReadOnlyList<string> ExcludeOperators { get; init; } = [];

    /// <summary>Nodes whose results get 16-bit codes.</summary>
    public IReadOnlyList<string> WideNodes { get; init; } = [];

    public IReadOnlyDictionary<string, TensorOverride> Overrides { get; init; } = new Dictionary<string, TensorOverride>();
}
