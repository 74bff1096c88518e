using System;
using System.Collections.Generic;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>
/// In which steps the kernels take the weights of a convolution or product: four at a time, in the order in which the compiler lays out the activations that they meet.
/// </summary>
/// <param name="Count">How many steps there are per output channel.</param>
/// <param name="Of">The step of an element of the weights.</param>
internal sealed record PackedSteps(int Count, Func<int, int> Of)
{
    private const int Length = 4;

    /// <summary>What may stand between a convolution and a product of its flattened image without changing which channel an element belongs to.</summary>
    private static readonly HashSet<string> KeepChannels = new(StringComparer.Ordinal)
    {
        "AveragePool", "BatchNormalization", "Clip", "Dropout", "Elu", "Flatten", "Gelu", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "MaxPool", "PRelu", "Relu", "Reshape", "Sigmoid", "Softplus", "Tanh",
    };

    public static PackedSteps For(ModelDraft draft, OnnxNode node, Shape w) => node.Is("Conv") ? OfConvolution(node, w) : OfProduct(draft, node, w);

    /// <summary>
    /// [M, C, …, kw]: images lie channels last, so that a row of the kernel is one run of kw·C bytes, or one of C for each tap where taps are apart.
    /// </summary>
    private static PackedSteps OfConvolution(OnnxNode node, Shape w)
    {
        int inputs = w[1], taps = (int)w.Product(2, w.Rank);
        bool isDilated = node.Ints("dilations") is { Count: > 0 } dilations && dilations[dilations.Count - 1] > 1;
        int run = isDilated ? 1 : w[w.Rank - 1], runSteps = Steps(run * inputs);
        return new PackedSteps(taps / run * runSteps, i =>
        {
            int tap = i % taps, input = i / taps % inputs;
            return (tap / run * runSteps) + (((tap % run * inputs) + input) / Length);
        });
    }

    /// <summary>[K, N] or [N, K]. A row that is a flattened image comes channels last, too, and the compiler reorders the weights.</summary>
    private static PackedSteps OfProduct(ModelDraft draft, OnnxNode node, Shape w)
    {
        int axis = WeightChannels.ReductionAxis(node, w), length = w[axis], inner = (int)w.Product(axis + 1, w.Rank);
        int channels = Channels(draft, node), area = channels > 0 && length % channels == 0 ? length / channels : 1;
        return new PackedSteps(Steps(length), i =>
        {
            int k = i / inner % length;
            return ((k % area * (length / area)) + (k / area)) / Length;
        });
    }

    /// <summary>The channels of the image that a product's left operand is, or 0.</summary>
    private static int Channels(ModelDraft draft, OnnxNode node)
    {
        OnnxNode? producer = draft.Producer(node.Input(0));
        while (producer is not null && KeepChannels.Contains(producer.OpType))
        {
            producer = draft.Producer(producer.Input(0));
        }

        return producer is not null && producer.Is("Conv") && draft.IsConstant(producer.Input(1)) ? (int)draft.DimensionsOf(producer.Input(1))[0] : 0;
    }

    private static int Steps(int length) => (length + Length - 1) / Length;
}
