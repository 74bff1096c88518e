using Octavo.Runtime;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Which parts of an epilogue a test case exercises.</summary>
internal sealed record EpilogueOptions
{
    public EpilogueKind Kind { get; init; }

    public bool ResidualFirst { get; init; }

    public bool WeightZeroPoints { get; init; }

    public bool FloatBias { get; init; }

    /// <summary>Scale and zero point of the input are operands.</summary>
    public bool DynamicInput { get; init; }

    public bool Clamped { get; init; }

    /// <summary>Biases so large that accumulators wrap.</summary>
    public bool HugeBias { get; init; }

    /// <summary>Multipliers so large that products leave int32.</summary>
    public bool HugeMultiplier { get; init; }

    /// <summary>Multipliers just below 1: the largest with which products of huge accumulators stay in int32.</summary>
    public bool LargestReducingMultiplier { get; init; }
}
