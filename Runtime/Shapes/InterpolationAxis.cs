namespace Octavo.Runtime;

/// <summary>The weighted sums along an axis: output i is the sum over t of <c>Weights[i·Taps + t] · x[Positions[i·Taps + t]]</c>.</summary>
public readonly unsafe struct InterpolationAxis(int* positions, float* weights, int taps, int inputs, int outputs)
{
    public readonly int* Positions = positions;
    public readonly float* Weights = weights;
    public readonly int Taps = taps;

    /// <summary>The length of the axis before.</summary>
    public readonly int Inputs = inputs;

    /// <summary>The length of the axis behind.</summary>
    public readonly int Outputs = outputs;
}
