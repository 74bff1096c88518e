using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;

namespace Octavo.Compiler.Lengths;

/// <summary>What a class of open length has beside the plan for the greatest one.</summary>
/// <param name="Range">The lengths it takes.</param>
/// <param name="Code">The text of its steps and layers, in which the variable <see cref="Variable"/> is the length.</param>
/// <param name="Inputs">The shapes of the inputs.</param>
/// <param name="Outputs">The shapes of the outputs.</param>
internal sealed record OpenLength(LengthRange Range, string Code, IReadOnlyList<OpenShape> Inputs, IReadOnlyList<OpenShape> Outputs)
{
    public const string Variable = "length";

    /// <summary>The input that tells the length by its number of elements.</summary>
    public static Port Witness(IReadOnlyList<Port> inputs) => inputs.First(p => p.Open!.Elements.Line is not null);
}

/// <summary>A shape whose dimensions and number of elements depend on the length.</summary>
internal sealed record OpenShape(IReadOnlyList<Formula> Dimensions, Formula Elements);
