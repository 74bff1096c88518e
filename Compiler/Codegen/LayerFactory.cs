using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Layers;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>Chooses the kernel for each node of the lowered graph. A node that became a view needs none.</summary>
internal static class LayerFactory
{
    public static IEnumerable<Layer> Create(Node node, PlanContext context)
    {
        bool quantized = node.Inputs.Count > 0 && node.Inputs[0]!.Type.IsQuantized;
        return node.Op switch
        {
            Conv or MaxPool or AveragePool or GlobalAveragePool when !IsImage(node) => throw Unsupported(node),
            Conv { IsDynamic: true } => DynamicConvolution(node, context),
            MatMul { IsDynamic: true } => [new ProductLayer(node, context)],
            Conv when quantized && DepthwiseLayer.Fits(node) => [new DepthwiseLayer(node, context)],
            Conv when quantized => [new ConvolutionLayer(node, context)],
            Conv when node.Inputs[1]!.IsConstant && IsFloat(node.X) => [new FloatConvolutionLayer(node, context)],
            MatMul when quantized && ProductLayer.Fits(node) => [new ProductLayer(node, context)],
            MatMul when quantized => ActivationProduct(node, context),
            MatMul when ProductLayer.Fits(node) && IsFloat(node.X) => [new FloatProductLayer(node, context)],
            MatMul when IsFloat(node.X) => FloatActivationProduct(node, context),
            MatMul when NumberProductLayer.Fits(node) => [new NumberProductLayer(node, context)],
            Binary when !quantized && FloatBinaryLayer.Fits(node) => [new FloatBinaryLayer(node, context)],
            PRelu when IsFloat(node.X) => [new FloatBinaryLayer(node, context)],
            Binary or PRelu when !quantized && ElementBinaryLayer.Fits(node) => [new ElementBinaryLayer(node, context)],
            Unary or Clip when FloatUnaryLayer.Fits(node) => [new FloatUnaryLayer(node, context)],
            Unary when !quantized && ElementUnaryLayer.Fits(node) => [new ElementUnaryLayer(node, context)],
            Where => [new WhereLayer(node, context)],
            Pad { Mode: PadMode.Constant } => [new PadLayer(node, context)],
            MaxPool or AveragePool or GlobalAveragePool when node.X.Type.Element is ElementType.Float32 or ElementType.UInt8 => [new PoolLayer(node, context)],
            Binary when quantized => [new QuantizedBinaryLayer(node, context)],
            Softmax when SoftmaxLayer.Fits(node) && node.X.Type.Element is ElementType.Float32 or ElementType.UInt8 => [new SoftmaxLayer(node, context)],
            MaxPoolIndices when IsFloat(node.X) => [new MaxPoolIndicesLayer(node, context)],
            GridSample when IsFloat(node.X) && IsFloat(node.Inputs[1]!) => [new GridSampleLayer(node, context)],
            DeformableColumns when IsFloat(node.X) => [new DeformableColumnsLayer(node, context)],
            RoiAlign when IsFloat(node.X) && IsFloat(node.Inputs[1]!) => [new RoiAlignLayer(node, context)],
            Interpolate or PlaneInterpolate when FloatElements.Fit(node) => [new InterpolationLayer(node, context)],
            Pick or Pad when PickLayer.Fits(node) => [new PickLayer(node, context)],
            MatMulNBits => [new MatMulNBitsLayer(node, context)],
            BlockMatMul => BlockProduct(node, context),
            GatherBlockQuantized => [new GatherBlockQuantizedLayer(node, context)],
            Gather => [new GatherLayer(node, context)],
            GatherElements or GatherNd => GatherAtLayer.Create(node, context),
            ScatterElements or ScatterNd => ScatterLayer.Create(node, context),
            NonZero or Compress => [new FindingLayer(node, context)],
            NonMaxSuppression when IsFloat(node.X) => [new FindingLayer(node, context)],
            TopK => [new TopKLayer(node, context)],
            ReverseSequence => [new ReverseSequenceLayer(node, context)],
            Det when IsFloat(node.X) || node.X.Type.Element == ElementType.Float64 => [new DetLayer(node, context)],
            Cast => [new CastLayer(node, context)],
            Reinterpret { Offset: not 0 } => [new FlipSignLayer(node, context)],
            Reduce { Kind: ReduceKind.Sum or ReduceKind.Mean } when IsCodes(node.X, perTensor: true) && ReduceLayer.Fits(node) => [new CodeSumLayer(node, context)],
            Reduce when ReduceLayer.Fits(node) => [new ReduceLayer(node, context)],
            ArgReduce when !quantized && ElementOperators.IsNumber(node.X.Type.Element) => [new ArgReduceLayer(node, context)],
            Cumulative when !quantized && ElementOperators.IsNumber(node.X.Type.Element) => [new CumulativeLayer(node, context)],
            LayerNormalization when FloatElements.Fit(node) => [new NormalizationLayer(node, context)],
            Recurrent when IsFloat(node.X) => RecurrentLayer.Create(node, context),
            DynamicLstm => [new DynamicLstmLayer(node, context)],
            Lookup => [new LookupLayer(node, context)],
            Fusion => [new FusionLayer(node, context)],
            DynamicQuantize when IsFloat(node.X) => DynamicQuantization(node, context),
            Quantize when IsCodes(node.Y, perTensor: true) && IsFloat(node.X) => [new QuantizeLayer(node, context)],
            Quantize when IsCodes(node.Y, perTensor: false) && IsFloat(node.X) => [new ChannelQuantizationLayer(node, context)],
            Dequantize when IsCodes(node.X, perTensor: true) && IsFloat(node.Y) => [new DequantizeLayer(node, context)],
            Dequantize when IsCodes(node.X, perTensor: false) && IsFloat(node.Y) => [new ChannelQuantizationLayer(node, context)],
            Dequantize when DequantizeInt32Layer.Fits(node) && IsFloat(node.Y) => [new DequantizeInt32Layer(node, context)],
            Copy => [Copied(node, context, context.View(node.X), node.Y, "copy")],
            Reinterpret { Offset: 0 } or Reshape or Transpose or Slice or Split => Arranged(node, context),
            Concat concat => Joined(node, concat, context),
            _ => throw Unsupported(node),
        };
    }

    private static bool IsCodes(Value value, bool perTensor) =>
        value.Type is { Element: ElementType.UInt8, Quantization: { } quantization } && quantization.IsPerTensor == perTensor;

    /// <summary>Kernels with windows walk NHWC images.</summary>
    private static bool IsImage(Node node) =>
        node.X.Shape.Rank == 4
        && node.Op is Conv { ChannelsLast: true } or MaxPool { ChannelsLast: true } or AveragePool { ChannelsLast: true } or GlobalAveragePool { ChannelsLast: true };

    private static bool IsFloat(Value value) => value.Type.Element == ElementType.Float32;

    private static Layer[] DynamicQuantization(Node node, PlanContext context)
    {
        var range = new DynamicRangeLayer(node, context);
        return [range, new DynamicQuantizeLayer(node, context, range)];
    }

    private static IEnumerable<Layer> DynamicConvolution(Node node, PlanContext context)
    {
        if (context.View(node.X).Storage is { Image: not null, HaloValue: null })
        {
            yield return new HaloLayer(node, context);
        }

        yield return DepthwiseLayer.Fits(node) ? new DepthwiseLayer(node, context) : new ConvolutionLayer(node, context);
    }

    private static Layer[] ActivationProduct(Node node, PlanContext context)
    {
        var product = new ActivationProduct(node, context, ElementType.Int8);
        View constants = context.Scratch(ElementType.Int32, product.RightMatrices * product.PaddedColumns * 4);
        return [new PackLayer(node, context, product, constants), new ActivationProductLayer(node, context, product, constants)];
    }

    private static Layer[] BlockProduct(Node node, PlanContext context)
    {
        var rows = new BlockRows(node, context);
        return [new BlockActivationsLayer(node, context, rows), new BlockMatMulLayer(node, context, rows)];
    }

    private static Layer[] FloatActivationProduct(Node node, PlanContext context)
    {
        var product = new ActivationProduct(node, context, ElementType.Float32);
        return [new FloatPackLayer(node, context, product), new FloatActivationProductLayer(node, context, product)];
    }

    private static ModelException Unsupported(Node node) => new(
        ProblemKind.UnsupportedOperator,
        $"Node '{Literal.Comment(node.Name)}' ({node.Op.Name}) on {string.Join(", ", node.Inputs.Select(i => i?.Type.ToString() ?? "-"))} has no kernel: there are kernels for float32 and 8-bit codes, for images of two dimensions, and for weights that are constants.");

    private static CopyLayer Copied(Node node, PlanContext context, View source, Value destination, string kernel) =>
        new(node, source, context.View(destination), kernel);

    /// <summary>Copies for the outputs of a node that could not become views of its input.</summary>
    private static IEnumerable<Layer> Arranged(Node node, PlanContext context)
    {
        View x = context.View(node.X);
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            View y = context.View(node.Outputs[i]);
            View? source = Placement.Through(node, x, i);
            if (source is null)
            {
                // A reshape of a tensor with gaps: copy in the input's shape, which the dense output has room for in the same order.
                yield return new CopyLayer(node, x, View.Dense(y.Storage, x.Shape) with { Offset = y.Offset }, "reshape");
            }
            else if (!source.IsSamePlace(y))
            {
                yield return new CopyLayer(node, source, y, node.Op.Name.ToLowerInvariant());
            }
        }
    }

    /// <summary>Copies for the inputs of a Concat that do not lie in its output already.</summary>
    private static IEnumerable<Layer> Joined(Node node, Concat concat, PlanContext context)
    {
        View y = context.View(node.Y);
        int offset = y.Offset;
        foreach (Value? part in node.Inputs)
        {
            View x = context.View(part!), place = y with { Offset = offset, Shape = part!.Shape };
            if (!x.IsSamePlace(place))
            {
                yield return new CopyLayer(node, x, place, "concat");
            }

            offset += part.Shape[concat.Axis] * y.Strides[concat.Axis];
        }
    }
}
