using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>The C# that all recurrent layers have in common.</summary>
internal static class RecurrentCode
{
    /// <summary>Writes <c>var shape = new octavo::RecurrentShape { … };</c> of one direction.</summary>
    public static void WriteShape(
        CodeWriter code, string name, int steps, int items, int hidden, IReadOnlyList<RecurrentDirection> directions, int direction, float clip, bool inputForget, string? more = null)
    {
        using (code.Block($"var {name} = new octavo::RecurrentShape", ";"))
        {
            code.Line($"Steps = {Literal.Int(steps)}, Items = {Literal.Int(items)}, Hidden = {Literal.Int(hidden)},");
            code.Line($"Directions = {Literal.Int(directions.Count)}, Direction = {Literal.Int(direction)}, Reverse = {Literal.Bool(directions[direction].Reverse)},");
            code.Line($"Clip = {Literal.Float(clip)}, InputForget = {Literal.Bool(inputForget)},");
            foreach ((string letter, Unary activation) in "FGH".Select(l => l.ToString()).Zip(directions[direction].Activations, (letter, activation) => (letter, activation)))
            {
                if (activation.Alpha != 0 || activation.Beta != 0)
                {
                    code.Line($"{letter}Alpha = {Literal.Float(activation.Alpha)}, {letter}Beta = {Literal.Float(activation.Beta)},");
                }
            }

            if (more is not null)
            {
                code.Line(more);
            }
        }
    }

    /// <summary>The kernels' type arguments: the activations of a direction.</summary>
    public static string Functions(RecurrentDirection direction) => string.Join(", ", direction.Activations.Select(a => "octavo::FloatUnary." + a.Kind));
}
