using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Octavo.Compiler;

namespace Octavo.Generator.Roslyn;

/// <summary>Refuses a model whose class an earlier model has already. Upper and lower case are not told apart, as in the names of generated files.</summary>
internal static class NameClash
{
    public static IEnumerable<ModelRequest> Refuse(ImmutableArray<ModelRequest> requests)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (ModelRequest request in requests)
        {
            CompilerOptions options = request.Model.Options;
            if (request.Refusal is not null)
            {
                yield return request;
            }
            else if (owners.TryGetValue(options.FullName, out string owner))
            {
                string message = $"The models '{owner}' and '{request.Model.FileName}' both become the class '{options.FullName}'. Set another ClassName or Namespace on one AdditionalFiles item.";
                yield return request with { Refusal = new Problem(ProblemKind.NameClash, ProblemSeverity.Error, message) };
            }
            else
            {
                owners.Add(options.FullName, request.Model.FileName);
                yield return request;
            }
        }
    }
}
