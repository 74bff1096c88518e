using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Onnx.Schema;

namespace Octavo.Generator.Tests.Support;

/// <summary>A dimension of an input or output: a number, or a name for a symbolic one (the empty name for an anonymous one).</summary>
public readonly record struct Dim(long Size, string? Symbol)
{
    public static implicit operator Dim(int size) => new(size, null);

    public static implicit operator Dim(string symbol) => new(0, symbol);
}

/// <summary>
/// Writes ONNX models in a test: <c>new OnnxBuilder().Input("x", ElementType.Float32, 1, 3).Node("Relu", ["x"], ["y"]).Output("y").Build()</c>.
/// An operator of another domain is written <c>domain:Operator</c>.
/// </summary>
public sealed class OnnxBuilder
{
    private readonly GraphProto _graph = new() { Name = "test" };
    private readonly ModelProto _model;

    public OnnxBuilder(int opset = 17, int irVersion = 8)
    {
        _model = new ModelProto { IrVersion = irVersion, ProducerName = "OnnxBuilder", Graph = _graph };
        Opset("", opset);
    }

    /// <summary>The file being built, for what the builder has no method for.</summary>
    internal ModelProto Model => _model;

    public OnnxBuilder Opset(string domain, long version)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public OnnxBuilder Input(string name, ElementType element, params Dim[] shape)
    {
        _graph.Input.Add(Info(name, element, shape));
        return this;
    }

    /// <summary>An output that declares an element type and no shape.</summary>
    public OnnxBuilder Output(string name, ElementType element = ElementType.Float32)
    {
        _graph.Output.Add(Info(name, element, null));
        return this;
    }

    public OnnxBuilder Output(string name, ElementType element, params Dim[] shape)
    {
        _graph.Output.Add(Info(name, element, shape));
        return this;
    }

    /// <summary>A constant, stored as raw bytes.</summary>
    public OnnxBuilder Initializer(string name, TensorData data)
    {
        _graph.Initializer.Add(Tensor(name, data));
        return this;
    }

    /// <summary>A constant whose element type is that of the array: float, double, the integers and bool.</summary>
    public OnnxBuilder Initializer<T>(string name, int[] shape, params T[] values)
        where T : unmanaged
        => Initializer(name, TensorData.From<T>(ElementOf<T>(), new Shape(shape), values));

    /// <summary>A scalar constant.</summary>
    public OnnxBuilder Scalar<T>(string name, T value)
        where T : unmanaged
        => Initializer<T>(name, [], value);

    /// <summary>An operator. Attribute values: float, int, long, string, TensorData, or sequences of float, int, long, string.</summary>
    public OnnxBuilder Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes) =>
        NamedNode($"{op}_{_graph.Node.Count}", op, inputs, outputs, attributes);

    public OnnxBuilder NamedNode(string name, string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        int colon = op.IndexOf(':', StringComparison.Ordinal);
        var node = new NodeProto { Name = name, OpType = op[(colon + 1)..], Domain = colon < 0 ? "" : op[..colon] };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes.Select(a => Attribute(a.Name, a.Value)));
        _graph.Node.Add(node);
        return this;
    }

    public byte[] Build() => _model.ToByteArray();

    /// <summary>The model as a host would hand it over.</summary>
    public ModelSource Source(string fileName = "test.onnx") => new(fileName, Build());

    internal static TensorProto Tensor(string name, TensorData data)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = OnnxDataType.FromElementType(data.Element),
            RawData = ByteString.CopyFrom(Packed(data)),
        };
        tensor.Dims.Add(data.Shape.Dimensions.Select(d => (long)d));
        return tensor;
    }

    /// <summary>Elements below 8 bits share bytes in a file, the first in the low bits.</summary>
    private static byte[] Packed(TensorData data)
    {
        int bits = data.Element.Bits(), perByte = 8 / bits;
        if (bits >= 8)
        {
            return data.Bytes;
        }

        byte[] packed = new byte[(data.Length + perByte - 1) / perByte];
        for (int i = 0; i < data.Length; i++)
        {
            packed[i / perByte] |= (byte)((data.Bytes[i] & ((1 << bits) - 1)) << (i % perByte * bits));
        }

        return packed;
    }

    private static ElementType ElementOf<T>() => default(T) switch
    {
        float => ElementType.Float32,
        double => ElementType.Float64,
        Half => ElementType.Float16,
        byte => ElementType.UInt8,
        sbyte => ElementType.Int8,
        ushort => ElementType.UInt16,
        short => ElementType.Int16,
        uint => ElementType.UInt32,
        int => ElementType.Int32,
        ulong => ElementType.UInt64,
        long => ElementType.Int64,
        bool => ElementType.Bool,
        _ => throw new ArgumentException($"{typeof(T)} is no element type of {Marshal.SizeOf<T>()} bytes."),
    };

    private static ValueInfoProto Info(string name, ElementType element, Dim[]? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = OnnxDataType.FromElementType(element) };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.Add(shape.Select(d => d.Symbol switch
            {
                null => new TensorShapeProto.Types.Dimension { DimValue = d.Size },
                "" => new TensorShapeProto.Types.Dimension(),
                _ => new TensorShapeProto.Types.Dimension { DimParam = d.Symbol },
            }));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case float f:
                attribute.F = f;
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                break;
            case int or long:
                attribute.I = Convert.ToInt64(value, null);
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                break;
            case string s:
                attribute.S = ByteString.CopyFromUtf8(s);
                attribute.Type = AttributeProto.Types.AttributeType.String;
                break;
            case TensorData data:
                attribute.T = Tensor("", data);
                attribute.Type = AttributeProto.Types.AttributeType.Tensor;
                break;
            case GraphProto graph:
                attribute.G = graph;
                attribute.Type = AttributeProto.Types.AttributeType.Graph;
                break;
            case IEnumerable<float> floats:
                attribute.Floats.Add(floats);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case IEnumerable<int> ints:
                attribute.Ints.Add(ints.Select(i => (long)i));
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case IEnumerable<long> longs:
                attribute.Ints.Add(longs);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case IEnumerable<string> strings:
                attribute.Strings.Add(strings.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is no attribute type.");
        }

        return attribute;
    }
}
