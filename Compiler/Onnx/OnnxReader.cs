using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Octavo.Compiler.Import;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx.Schema;

namespace Octavo.Compiler.Onnx;

/// <summary>Reads the bytes of an ONNX file into records. Whatever the bytes are, the only exception is <see cref="ModelException"/>.</summary>
internal static class OnnxReader
{
    /// <exception cref="ModelException">The bytes are not an ONNX model.</exception>
    public static OnnxModel Read(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw Malformed("The file is empty.");
        }

        ModelProto model;
        try
        {
            model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException or OverflowException)
        {
            throw Malformed("The file is not an ONNX model, or it is damaged or truncated (its protobuf structure cannot be read). Export or download it again.");
        }

        if (model.Graph is null || model.IrVersion == 0)
        {
            throw Malformed(model.Graph is null
                ? "The file holds no graph: it is not an ONNX model, or it is truncated. Export or download it again."
                : "The file states no IR version: it is not an ONNX model.");
        }

        return new OnnxModel(
            model.IrVersion,
            string.Join(" ", new[] { model.ProducerName, model.ProducerVersion }.Where(s => s.Length > 0)),
            Opsets(model.OpsetImport),
            Read(model.Graph),
            model.Functions.Select(Read).ToList())
        {
            // The last of those with one name counts, as everywhere in the format.
            Properties = model.MetadataProps.GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
        };
    }

    private static Dictionary<string, long> Opsets(IEnumerable<OperatorSetIdProto> imports)
    {
        var opsets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (OperatorSetIdProto opset in imports)
        {
            opsets[Domain(opset.Domain)] = opset.Version;
        }

        return opsets;
    }

    private static OnnxFunction Read(FunctionProto function) => new(
        Domain(function.Domain),
        function.Name,
        function.Attribute.ToList(),
        function.AttributeProto.Select(Read).ToList(),
        Opsets(function.OpsetImport),
        new OnnxGraph(function.Name, function.Node.Select(Read).ToList(), [], function.Input.Select(Untyped).ToList(), function.Output.Select(Untyped).ToList(), []));

    private static OnnxValueInfo Untyped(string name) => new(name, "unknown", 0, null);

    /// <summary>A file of one tensor, as ONNX's test data are; null when it is none.</summary>
    public static TensorData? ReadTensor(byte[] bytes)
    {
        try
        {
            OnnxTensor tensor = Read(TensorProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes));
            return tensor.External is null ? TensorContents.Read(tensor, new ExternalData(null)) : null;
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException or OverflowException or ImportException)
        {
            return null;
        }
    }

    private static OnnxGraph Read(GraphProto graph) => new(
        graph.Name,
        graph.Node.Select(Read).ToList(),
        graph.Initializer.Select(Read).ToList(),
        graph.Input.Select(Read).ToList(),
        graph.Output.Select(Read).ToList(),
        graph.SparseInitializer.Select(s => s.Values?.Name ?? "").ToList());

    private static OnnxNode Read(NodeProto node)
    {
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        foreach (AttributeProto attribute in node.Attribute)
        {
            attributes[attribute.Name] = Read(attribute);
        }

        return new OnnxNode(node.Name, Domain(node.Domain), node.OpType, node.Input.ToList(), node.Output.ToList(), attributes);
    }

    private static OnnxAttribute Read(AttributeProto attribute) => new(attribute.Name, Kind(attribute))
    {
        Float = attribute.F,
        Int = attribute.I,
        String = attribute.S.ToStringUtf8(),
        Tensor = attribute.T is null ? null : Read(attribute.T),
        Floats = attribute.Floats.ToArray(),
        Ints = attribute.Ints.ToArray(),
        Strings = attribute.Strings.Select(s => s.ToStringUtf8()).ToArray(),
        Graph = attribute.G is null ? null : Read(attribute.G),
        Reference = attribute.RefAttrName,
    };

    /// <summary>Files of the first IR version leave the type out; then the field that is present tells.</summary>
    private static OnnxAttributeKind Kind(AttributeProto attribute) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Float => OnnxAttributeKind.Float,
        AttributeProto.Types.AttributeType.Int => OnnxAttributeKind.Int,
        AttributeProto.Types.AttributeType.String => OnnxAttributeKind.String,
        AttributeProto.Types.AttributeType.Tensor => OnnxAttributeKind.Tensor,
        AttributeProto.Types.AttributeType.Floats => OnnxAttributeKind.Floats,
        AttributeProto.Types.AttributeType.Ints => OnnxAttributeKind.Ints,
        AttributeProto.Types.AttributeType.Strings => OnnxAttributeKind.Strings,
        AttributeProto.Types.AttributeType.Graph => OnnxAttributeKind.Graph,
        AttributeProto.Types.AttributeType.Undefined when attribute.HasF => OnnxAttributeKind.Float,
        AttributeProto.Types.AttributeType.Undefined when attribute.HasI => OnnxAttributeKind.Int,
        AttributeProto.Types.AttributeType.Undefined when attribute.HasS => OnnxAttributeKind.String,
        AttributeProto.Types.AttributeType.Undefined when attribute.T is not null => OnnxAttributeKind.Tensor,
        AttributeProto.Types.AttributeType.Undefined when attribute.Floats.Count > 0 => OnnxAttributeKind.Floats,
        AttributeProto.Types.AttributeType.Undefined when attribute.Ints.Count > 0 => OnnxAttributeKind.Ints,
        AttributeProto.Types.AttributeType.Undefined when attribute.Strings.Count > 0 => OnnxAttributeKind.Strings,
        AttributeProto.Types.AttributeType.Undefined => OnnxAttributeKind.Undefined,
        _ => OnnxAttributeKind.Other,
    };

    private static OnnxTensor Read(TensorProto tensor) => new(tensor.Name, tensor.DataType, tensor.Dims.ToArray())
    {
        Raw = tensor.HasRawData ? Bytes(tensor.RawData) : null,
        Floats = tensor.FloatData.ToArray(),
        Ints = tensor.Int32Data.ToArray(),
        Longs = tensor.Int64Data.ToArray(),
        Doubles = tensor.DoubleData.ToArray(),
        ULongs = tensor.Uint64Data.ToArray(),
        External = tensor.DataLocation == TensorProto.Types.DataLocation.External ? Entries(tensor.ExternalData) : null,
    };

    /// <summary>The parser gave every byte string an array of its own, which can be used without a copy.</summary>
    private static byte[] Bytes(ByteString bytes) =>
        MemoryMarshal.TryGetArray(bytes.Memory, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count
            ? segment.Array
            : bytes.ToByteArray();

    private static Dictionary<string, string> Entries(IEnumerable<StringStringEntryProto> entries)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in entries)
        {
            result[entry.Key] = entry.Value;
        }

        return result;
    }

    private static OnnxValueInfo Read(ValueInfoProto info) => info.Type?.ValueCase switch
    {
        TypeProto.ValueOneofCase.TensorType => new OnnxValueInfo(
            info.Name, "tensor", info.Type.TensorType.ElemType, info.Type.TensorType.Shape?.Dim.Select(Read).ToList()),
        TypeProto.ValueOneofCase.SequenceType => new OnnxValueInfo(info.Name, "sequence", 0, null),
        TypeProto.ValueOneofCase.MapType => new OnnxValueInfo(info.Name, "map", 0, null),
        TypeProto.ValueOneofCase.SparseTensorType => new OnnxValueInfo(info.Name, "sparse tensor", 0, null),
        TypeProto.ValueOneofCase.OptionalType => new OnnxValueInfo(info.Name, "optional", 0, null),
        _ => new OnnxValueInfo(info.Name, "unknown", 0, null),
    };

    /// <summary>Some exporters write -1 for a dimension that they do not know.</summary>
    private static OnnxDimension Read(TensorShapeProto.Types.Dimension dimension) =>
        dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dimension.DimValue >= 0
            ? new OnnxDimension(dimension.DimValue, "")
            : new OnnxDimension(null, dimension.DimParam);

    /// <summary>ONNX's own domain has two spellings.</summary>
    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

    private static ModelException Malformed(string message) => new(ProblemKind.MalformedModel, message);
}
