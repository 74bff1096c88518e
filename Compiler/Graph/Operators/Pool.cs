namespace Octavo.Compiler;

/// <summary>Maximum over windows; works on codes directly, so input and output share their quantization.</summary>
public sealed record MaxPool(Window Window, bool ChannelsLast = false) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        [Window.OutputShape(inputs[0]!, ChannelsLast ? inputs[0]![-1] : inputs[0]![1], ChannelsLast)];
}

/// <summary>
/// Mean over windows. Quantized: ONNX Runtime's QLinearAveragePool (dequantize, sum in window order, divide, quantize); when one unpadded
/// window covers the whole image it is computed as <see cref="GlobalAveragePool"/>, as there.
/// </summary>
public sealed record AveragePool(Window Window, bool CountIncludePad, bool ChannelsLast = false) : Operator
{
    /// <summary>The model averages s8 codes itself: means are rounded as signed codes, even when these have become unsigned.</summary>
    public bool Signed { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs) =>
        [Window.OutputShape(inputs[0]!, ChannelsLast ? inputs[0]![-1] : inputs[0]![1], ChannelsLast)];
}

/// <summary>Mean over all spatial axes, kept as 1. Quantized: int32 sum, then requantize with sx / (sy * count).</summary>
public sealed record GlobalAveragePool(bool ChannelsLast = false) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape y = inputs[0]!;
        int first = ChannelsLast ? 1 : 2;
        for (int axis = first; axis < first + y.Rank - 2; axis++)
        {
            y = y.With(axis, 1);
        }

        return [y];
    }
}

/// <summary>
/// Where the maxima of a <see cref="MaxPool"/> over [N,C,spatial…] lie: positions in the whole tensor, as int64; -1 for a window that sees no pixel. Of equal
/// elements the first counts.
/// </summary>
/// <param name="Window">One to three spatial axes.</param>
/// <param name="FirstAxisFastest">Pixels are counted down the first spatial axis first.</param>
public sealed record MaxPoolIndices(Window Window, bool FirstAxisFastest) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [Window.OutputShape(inputs[0]!, inputs[0]![1], channelsLast: false)];
}
