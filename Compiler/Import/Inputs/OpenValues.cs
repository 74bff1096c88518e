using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>Refuses values that the compiler must know and that the model computes from its inputs, with what to do about it.</summary>
internal static class OpenValues
{
    /// <summary>Whoever knows the value of a larger input has no need to pass it.</summary>
    private const int LargestGiven = 1024;

    /// <param name="what">What the value is to its reader.</param>
    public static ImportException Refusal(Value value, string what)
    {
        HashSet<Value> inputs = [];
        Collect(value, inputs, []);
        if (inputs.Count != 1 || inputs.First() is not { Shape.Length: <= LargestGiven } input)
        {
            return new ImportException(ProblemKind.SymbolicShape, $"Octavo needs constant {what}, which the model computes from its inputs here.");
        }

        string example = string.Join(" ", Enumerable.Range(1, (int)input.Shape.Length).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        return new ImportException(
            ProblemKind.SymbolicShape,
            $"Octavo needs constant {what}, which the model computes from its input {Printable.Quote(input.Name)} here. If you know that input's value, write it in the project: InputValues=\"{Printable.Line(input.Name)}:{Printable.Line(example)}\".")
        {
            OpenInput = input.Name,
        };
    }

    private static void Collect(Value value, HashSet<Value> inputs, HashSet<Value> seen)
    {
        if (!seen.Add(value) || value.IsConstant)
        {
            return;
        }

        if (value.Producer is not { } producer)
        {
            inputs.Add(value);
            return;
        }

        foreach (Value? operand in producer.Inputs)
        {
            if (operand is not null)
            {
                Collect(operand, inputs, seen);
            }
        }
    }
}
