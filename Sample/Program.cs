System.Console.WriteLine("Octavo");
