Console.WriteLine("exactgn");
