using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>s8 x, zero z => u8 x + 128, zero z + 128</c> for every activation inside the graph: kernels take unsigned activations only. Relabelling
/// moves the point at which an Add, Mul or AveragePool rounds by the last bits of a float, since those round with the zero point inside; ONNX Runtime relabels QDQ
/// networks on x64 too and so gives the results of the relabelled graph. Graph inputs and outputs, and what operators on raw integers read, keep their types behind a <c>Reinterpret(128)</c>.
/// </summary>
internal static class UseUnsignedCodes
{
    private const int Offset = 128;

    public static void Run(Graph graph)
    {
        var signed = new HashSet<Value>(graph.Nodes.SelectMany(n => n.Outputs).Where(v => IsSigned(v.Type)));
        var relabelled = new HashSet<Value>(signed);
        KeepOutside(graph, signed, relabelled);
        foreach (Value constant in graph.Nodes.SelectMany(Operands).Where(v => v.IsConstant && IsSigned(v.Type)).Distinct().ToArray())
        {
            ReplaceConstant(graph, constant);
        }

        foreach (Node node in graph.Nodes)
        {
            bool fromSigned = node.Inputs.Count > 0 && node.Inputs[0] is { } x && relabelled.Contains(x);
            node.Op = Relabel(node.Op, fromSigned, signed.Contains(node.Y));
        }

        foreach (Value value in signed)
        {
            value.Type = Unsigned(value.Type);
        }
    }

    /// <summary>Signed codes with a meaning; a plain int8 tensor is nobody's activation.</summary>
    private static bool IsSigned(TensorType type) => type is { Element: ElementType.Int8, IsQuantized: true };

    private static TensorType Unsigned(TensorType type) => new(ElementType.UInt8, type.Shape, type.Quantization!.Shifted(Offset));

    private static IEnumerable<Value> Operands(Node node) => node.Inputs.Where((v, i) => v is not null && !IsWeight(node, i))!;

    private static bool IsWeight(Node node, int index) => index == 1 && node.Op is Conv or MatMul && UseSignedWeights.AreWeights(node.Inputs[1]!, node.Op);

    /// <summary>Puts a Reinterpret wherever signed codes come in from outside or somebody needs them as they are.</summary>
    private static void KeepOutside(Graph graph, HashSet<Value> signed, HashSet<Value> relabelled)
    {
        foreach (Value input in graph.Inputs.Where(v => IsSigned(v.Type)))
        {
            foreach (Node reader in graph.Consumers(input).Where(n => n.Op is not (Cast or Reinterpret)))
            {
                Value unsigned = graph.InsertBefore(reader, new Reinterpret(Offset), $"{input.Name}/unsigned", [input], Unsigned(input.Type));
                relabelled.Add(unsigned);
                ReplaceInput(reader, input, unsigned);
            }
        }

        foreach (Node node in graph.Nodes.Where(n => n.Op is Cast).ToArray())
        {
            if (signed.Contains(node.X))
            {
                graph.WrapInput(node, 0, new Reinterpret(), node.X.Type);
            }
        }

        foreach (GraphOutput output in graph.Outputs.Where(o => signed.Contains(o.Value)))
        {
            output.Value = graph.Add(new Reinterpret(), output.Name, [output.Value], output.Value.Type);
        }
    }

    private static void ReplaceConstant(Graph graph, Value constant)
    {
        byte[] codes = Array.ConvertAll(constant.Data!.Bytes, b => (byte)(b ^ Offset));
        var unsigned = new Value(constant.Name, new TensorData(ElementType.UInt8, constant.Shape, codes), constant.Type.Quantization!.Shifted(Offset));
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] == constant && !IsWeight(node, i))
                {
                    node.Inputs[i] = unsigned;
                }
            }
        }
    }

    private static void ReplaceInput(Node node, Value old, Value replacement)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] == old)
            {
                node.Inputs[i] = replacement;
            }
        }
    }

    /// <summary>The operator with every code in its attributes relabelled; <paramref name="from"/> and <paramref name="to"/> say whether x and y are.</summary>
    private static Operator Relabel(Operator op, bool from, bool to) => op switch
    {
        Reinterpret reinterpret => new Reinterpret((reinterpret.Offset + (from ? Offset : 0) + (to ? Offset : 0)) % 256),
        Lookup lookup => new Lookup(Enumerable.Range(0, 256)
            .Select(code => (byte)(lookup.Table[from ? code ^ Offset : code] ^ (to ? Offset : 0))).ToArray()),
        Quantize quantize when to => quantize with { Clamp = Shifted(quantize.Clamp) },
        Conv { Residual: null } conv when to => conv with { Clamp = Shifted(conv.Clamp) },
        MatMul { Residual: null } matMul when to => matMul with { Clamp = Shifted(matMul.Clamp) },
        Binary binary when to => binary with { Clamp = Shifted(binary.Clamp) },
        _ => op,
    };

    private static Clamp? Shifted(Clamp? clamp) => clamp is { } c ? new Clamp(c.Low + Offset, c.High + Offset) : null;
}
