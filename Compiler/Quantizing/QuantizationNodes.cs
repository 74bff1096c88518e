using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>Makes QuantizeLinear and DequantizeLinear nodes with their constants.</summary>
internal sealed class QuantizationNodes(ModelDraft draft)
{
    /// <summary>The first operator set whose own operators know 16-bit codes; before, those of com.microsoft do.</summary>
    private const int WideOpset = 21;

    private readonly Dictionary<(float Scale, int ZeroPoint, ElementType Element), (string Scale, string ZeroPoint)> _parameters = [];

    /// <summary><paramref name="from"/> to codes and back to <paramref name="to"/>.</summary>
    public IEnumerable<OnnxNode> Pair(string tensor, string from, string to, TensorType codes)
    {
        string domain = codes.Element.Size() == 2 && draft.Opset < WideOpset ? draft.Microsoft() : "";
        (string scale, string zeroPoint) = Parameters(tensor, codes);
        string quantized = draft.Unique(tensor + "_quantized");
        yield return NodeRecords.New(tensor + "/QuantizeLinear", domain, "QuantizeLinear", [from, scale, zeroPoint], [quantized]);
        yield return NodeRecords.New(tensor + "/DequantizeLinear", domain, "DequantizeLinear", [quantized, scale, zeroPoint], [to]);
    }

    /// <summary>Constant codes as reals. The codes of a bias have no zero point.</summary>
    /// <param name="to">A name that nothing else has, and the node's: layers that share a constant may need several forms of it.</param>
    public OnnxNode Constant(string name, string to, WeightCodes codes)
    {
        Quantization quantization = codes.Quantization;
        string value = draft.AddConstant(name + "_quantized", codes.Codes);
        Shape shape = quantization.IsPerTensor ? Shape.Scalar : new Shape(quantization.Count);
        string scale = draft.AddConstant(name + "_scale", TensorData.Floats(shape, quantization.Scales()));
        string zeroPoint = codes.Codes.Element == ElementType.Int32 ? "" : draft.AddConstant(name + "_zero_point", ZeroPoints(codes.Codes.Element, shape, quantization));
        OnnxAttribute[] axis = quantization.IsPerTensor ? [] : [NodeRecords.Attribute("axis", quantization.Axis)];
        return NodeRecords.New(to + "/DequantizeLinear", "", "DequantizeLinear", [value, scale, zeroPoint], [to], axis);
    }

    /// <summary>Constant codes in groups as reals.</summary>
    public OnnxNode Constant(string name, string to, BlockedWeights weights, int groupSize)
    {
        string codes = draft.AddConstant(name + "_quantized", weights.Codes), scale = draft.AddConstant(name + "_scale", weights.Scales);
        string zeroPoint = weights.ZeroPoints is { } zeros ? draft.AddConstant(name + "_zero_point", zeros) : "";
        return NodeRecords.New(
            to + "/DequantizeLinear", "", "DequantizeLinear", [codes, scale, zeroPoint], [to],
            NodeRecords.Attribute("axis", weights.Axis), NodeRecords.Attribute("block_size", groupSize));
    }

    public (string Scale, string ZeroPoint) Parameters(string tensor, TensorType codes)
    {
        Quantization quantization = codes.Quantization!;
        var key = (quantization.Scale, quantization.ZeroPoint, codes.Element);
        if (!_parameters.TryGetValue(key, out var names))
        {
            // Constants of equal value are one constant: readers compare quantizations by name or by value.
            names = (draft.AddConstant(tensor + "_scale", TensorData.Floats(Shape.Scalar, quantization.Scale)),
                draft.AddConstant(tensor + "_zero_point", ZeroPoints(codes.Element, Shape.Scalar, quantization)));
            _parameters[key] = names;
        }

        return names;
    }

    private static TensorData ZeroPoints(ElementType element, Shape shape, Quantization quantization) => element.Size() == 1
        ? new TensorData(element, shape, [.. quantization.ZeroPoints().Select(z => unchecked((byte)z))])
        : TensorData.From<ushort>(element, shape, quantization.ZeroPoints().Select(z => unchecked((ushort)z)).ToArray());
}
