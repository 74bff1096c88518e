using System;

namespace Octavo.Tool.Data;

/// <summary>One item for every input of a network, in graph order, and where it came from.</summary>
internal sealed record Sample(string Origin, Array[] Inputs);
