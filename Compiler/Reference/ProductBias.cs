using System;

namespace Octavo.Compiler.Reference;

/// <summary>What is added to a product: element Position(i) of the operand, times Beta, belongs to output element i.</summary>
internal sealed record ProductBias(Operand Operand, Func<int, int> Position, float Beta = 1)
{
    /// <summary>The stored integer serves as it is: it is in the accumulator's scale.</summary>
    public bool IsInteger => !Operand.Element.IsFloat();

    public long Integer(int output) => Operand.Data.IntegerAt(Position(output));
}
