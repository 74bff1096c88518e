using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>Tabulates what happens to one 8-bit code.</summary>
public static class LookupTable
{
    /// <summary>The operator takes one tensor and treats every element on its own and alike.</summary>
    public static bool CanHold(Operator op) => op is Unary or Clip or Lookup or Quantize or Dequantize or Reinterpret or Cast;

    /// <summary>
    /// The 256 output codes of a chain of operators, indexed by the input code as an unsigned byte.
    /// </summary>
    /// <param name="chain">Operators that satisfy <see cref="CanHold"/>, in the order in which they are applied.</param>
    /// <param name="types">The type of the chain's input, then that of each operator's output; shapes are ignored, quantizations are per tensor.</param>
    public static byte[] Build(IReadOnlyList<Operator> chain, IReadOnlyList<TensorType> types)
    {
        if (types.Count != chain.Count + 1 || chain.FirstOrDefault(op => !CanHold(op)) is not null
            || types[0].Element.Size() != 1 || types[chain.Count].Element.Size() != 1)
        {
            throw new ArgumentException($"{string.Join(", ", chain)} on {string.Join(", ", types)} is no function of one code.");
        }

        var shape = new Shape(256);
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        var operand = new Operand(new TensorData(types[0].Element, shape, codes), types[0].Quantization);
        for (int i = 0; i < chain.Count; i++)
        {
            TensorType y = types[i + 1] with { Shape = shape };
            operand = new Operand(Evaluator.Evaluate(chain[i], [operand], [y])[0], y.Quantization);
        }

        return operand.Data.Bytes;
    }
}
