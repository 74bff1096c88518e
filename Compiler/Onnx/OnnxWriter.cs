using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using Octavo.Compiler.Onnx.Schema;

namespace Octavo.Compiler.Onnx;

/// <summary>Writes records as the bytes of an ONNX file; equal records give equal bytes.</summary>
internal static class OnnxWriter
{
    public static byte[] Write(OnnxModel model)
    {
        var file = new ModelProto { IrVersion = model.IrVersion, ProducerName = model.Producer, Graph = Graph(model.Graph) };
        file.OpsetImport.AddRange(Opsets(model.Opsets));
        file.MetadataProps.AddRange(model.Properties.OrderBy(p => p.Key, System.StringComparer.Ordinal).Select(p => new StringStringEntryProto { Key = p.Key, Value = p.Value }));
        file.Functions.AddRange(model.Functions.Select(Function));
        return file.ToByteArray();
    }

    private static FunctionProto Function(OnnxFunction function)
    {
        var result = new FunctionProto { Name = function.Name, Domain = function.Domain };
        result.Attribute.AddRange(function.Attributes);
        result.AttributeProto.AddRange(function.Defaults.Select(Attribute));
        result.OpsetImport.AddRange(Opsets(function.Opsets));
        result.Input.AddRange(function.Body.Inputs.Select(i => i.Name));
        result.Output.AddRange(function.Body.Outputs.Select(o => o.Name));
        result.Node.AddRange(function.Body.Nodes.Select(Node));
        return result;
    }

    private static IEnumerable<OperatorSetIdProto> Opsets(IReadOnlyDictionary<string, long> opsets) =>
        opsets.OrderBy(o => o.Key, System.StringComparer.Ordinal).Select(o => new OperatorSetIdProto { Domain = o.Key, Version = o.Value });

    private static GraphProto Graph(OnnxGraph graph)
    {
        var result = new GraphProto { Name = graph.Name };
        result.Node.AddRange(graph.Nodes.Select(Node));
        result.Initializer.AddRange(graph.Initializers.Select(Tensor));
        result.Input.AddRange(graph.Inputs.Select(ValueInfo));
        result.Output.AddRange(graph.Outputs.Select(ValueInfo));
        return result;
    }

    private static NodeProto Node(OnnxNode node)
    {
        var result = new NodeProto { Name = node.Name, OpType = node.OpType };
        if (node.Domain.Length > 0)
        {
            result.Domain = node.Domain;
        }

        result.Input.AddRange(node.Inputs);
        result.Output.AddRange(node.Outputs);
        result.Attribute.AddRange(node.Attributes.Values.OrderBy(a => a.Name, System.StringComparer.Ordinal).Select(Attribute));
        return result;
    }

    private static AttributeProto Attribute(OnnxAttribute attribute)
    {
        var result = new AttributeProto { Name = attribute.Name };
        if (attribute.Reference.Length > 0)
        {
            result.RefAttrName = attribute.Reference;
        }

        switch (attribute.Kind)
        {
            case OnnxAttributeKind.Float:
                result.Type = AttributeProto.Types.AttributeType.Float;
                result.F = attribute.Float;
                break;
            case OnnxAttributeKind.Int:
                result.Type = AttributeProto.Types.AttributeType.Int;
                result.I = attribute.Int;
                break;
            case OnnxAttributeKind.String:
                result.Type = AttributeProto.Types.AttributeType.String;
                result.S = ByteString.CopyFromUtf8(attribute.String);
                break;
            case OnnxAttributeKind.Tensor:
                result.Type = AttributeProto.Types.AttributeType.Tensor;
                result.T = Tensor(attribute.Tensor!);
                break;
            case OnnxAttributeKind.Floats:
                result.Type = AttributeProto.Types.AttributeType.Floats;
                result.Floats.AddRange(attribute.Floats);
                break;
            case OnnxAttributeKind.Ints:
                result.Type = AttributeProto.Types.AttributeType.Ints;
                result.Ints.AddRange(attribute.Ints);
                break;
            case OnnxAttributeKind.Strings:
                result.Type = AttributeProto.Types.AttributeType.Strings;
                result.Strings.AddRange(attribute.Strings.Select(ByteString.CopyFromUtf8));
                break;
            case OnnxAttributeKind.Graph:
                result.Type = AttributeProto.Types.AttributeType.Graph;
                result.G = Graph(attribute.Graph!);
                break;
            case OnnxAttributeKind.Undefined:
                break;
            default:
                throw new InvalidDataException($"An attribute of kind {attribute.Kind} is not kept by the reader and cannot be written.");
        }

        return result;
    }

    private static TensorProto Tensor(OnnxTensor tensor)
    {
        var result = new TensorProto { Name = tensor.Name, DataType = tensor.DataType };
        result.Dims.AddRange(tensor.Dims);
        if (tensor.External is { } external)
        {
            result.DataLocation = TensorProto.Types.DataLocation.External;
            result.ExternalData.AddRange(external.OrderBy(e => e.Key, System.StringComparer.Ordinal).Select(e => new StringStringEntryProto { Key = e.Key, Value = e.Value }));
        }
        else if (tensor.Raw is { } raw)
        {
            result.RawData = UnsafeByteOperations.UnsafeWrap(raw);
        }

        result.FloatData.AddRange(tensor.Floats);
        result.Int32Data.AddRange(tensor.Ints);
        result.Int64Data.AddRange(tensor.Longs);
        result.DoubleData.AddRange(tensor.Doubles);
        result.Uint64Data.AddRange(tensor.ULongs);
        return result;
    }

    private static ValueInfoProto ValueInfo(OnnxValueInfo info)
    {
        var result = new ValueInfoProto { Name = info.Name };
        if (info.DataType != 0)
        {
            var type = new TypeProto.Types.Tensor { ElemType = info.DataType };
            if (info.Dimensions is { } dimensions)
            {
                type.Shape = new TensorShapeProto();
                type.Shape.Dim.AddRange(dimensions.Select(Dimension));
            }

            result.Type = new TypeProto { TensorType = type };
        }

        return result;
    }

    private static TensorShapeProto.Types.Dimension Dimension(OnnxDimension dimension) =>
        dimension.Size is { } size ? new() { DimValue = size } : dimension.Symbol.Length > 0 ? new() { DimParam = dimension.Symbol } : new();
}
