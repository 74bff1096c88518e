using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>The steps of a fusion, one after the other.</summary>
internal static class FusionOperator
{
    public static TensorData Evaluate(Fusion fusion, IReadOnlyList<Operand?> inputs)
    {
        List<Operand?> computed = [.. inputs];
        foreach (FusedStep step in fusion.Steps)
        {
            TensorData result = Evaluator.Evaluate(step.Op, step.Operands.Select(i => computed[i]).ToArray(), [step.Type])[0];
            computed.Add(new Operand(result, step.Type.Quantization));
        }

        return computed[computed.Count - 1]!.Data;
    }
}
